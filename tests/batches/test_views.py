"""The screens of imports, for those whose they are."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.batches.models import Batch
from maillage.places.models import Place
from tests.batches.factories import GOOD, PlaceImporter, upload
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mulots():
    return make_organization("Les Mulots")


@pytest.fixture
def editor(client, mulots):
    client.force_login(make_editor(mulots))
    return client


def send(client, organization, text: str = GOOD):
    data = {"kind": PlaceImporter.kind, "organization": organization.pk, "file": upload(text)}
    return client.post(reverse("batches_new"), data, follow=True)


def press(client, step: str):
    return client.post(reverse("batches_step", args=[Batch.objects.get().pk, step]), follow=True)


def test_a_file_is_checked_then_imported_then_undone(editor, mulots):
    assert "Importer ces lignes" in send(editor, mulots).content.decode()
    assert not Place.objects.exists()
    assert "Annuler cet import" in press(editor, "write").content.decode()
    assert Place.objects.count() == 2
    assert "rien de ce fichier ne reste" in press(editor, "undo").content.decode()
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words", "buttons"),
    [
        ({"status": "writing"}, ["En cours d’import", "Attend son tour"], ["Arrêter"]),
        (
            {"status": "writing", "claim": "a", "beat_at": timedelta(0), "rows_done": 40, "created": 100},
            ["40 lignes faites sur 100", 'max="100"', 'value="40"'],
            ["Arrêter"],
        ),
        (
            {"status": "writing", "claim": "a", "beat_at": -timedelta(hours=1), "written": 40},
            ["Plus personne n’y travaille"],
            ["Arrêter"],
        ),
        (
            {"status": "undoing", "claim": "a", "beat_at": timedelta(0), "written": 100, "taken_back": 40},
            ["En cours de retrait", "40 lignes retirées sur 100"],
            [],
        ),
        ({"status": "stopped"}, ["Arrêté", "Rien n’a été écrit."], []),
        (
            {"status": "lost", "written": 12_000, "taken_back": 12_000},
            [
                "le programme s’est arrêté",
                "12\N{NO-BREAK SPACE}000 lignes avaient été écrites, puis ont été retirées",
            ],
            [],
        ),
        (
            {"status": "lost", "written": 12_000, "taken_back": 11_998},
            ["11\N{NO-BREAK SPACE}998 ont été retirées", "2 lignes restent"],
            [],
        ),
        ({"status": "written", "written": 3, "taken_back": 2}, ["1 ligne reste"], []),
    ],
)
def test_the_screen_says_how_far_it_is_and_what_was_and_was_not_written(
    editor, mulots, fields, words, buttons
):
    if "beat_at" in fields:
        fields = {**fields, "beat_at": timezone.now() + fields["beat_at"]}
    batch = Batch.objects.create(
        kind=PlaceImporter.kind, organization=mulots, original_name="lieux.csv", size=1, **fields
    )
    page = editor.get(reverse("batches_batch", args=[batch.pk])).content.decode()

    assert [word for word in words if word not in page] == []
    assert [name for name in ("Arrêter", "Importer ces lignes") if f">{name}</button>" in page] == buttons


def test_the_reasons_of_a_refusal_are_shown(editor, mulots):
    page = send(editor, mulots, GOOD + "Sans commune,,\n").content.decode()

    assert "Tapez une commune." in page
    assert "Importer ces lignes" not in page


def test_a_file_that_changes_nothing_says_so(editor, mulots):
    send(editor, mulots)
    press(editor, "write")
    Batch.objects.all().delete()

    assert "déjà ici" in send(editor, mulots).content.decode()


def test_a_form_without_a_file_says_what_to_do(editor, mulots):
    answer = editor.post(reverse("batches_new"), {"kind": PlaceImporter.kind, "organization": mulots.pk})

    assert answer.status_code == 422
    assert "Choisissez un fichier." in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(editor, mulots, settings):
    settings.MAILLAGE_BATCHES = {"LARGEST_FILE": 10}

    assert "trop gros" in send(editor, mulots).content.decode()
    assert not Batch.objects.exists()


def test_an_editor_imports_for_their_own_organisation_only(editor):
    other = make_organization("Clic n’Puces")

    assert send(editor, other).status_code == 422


def test_another_association_sees_nothing_of_an_import(editor, mulots, client):
    send(editor, mulots)
    batch = Batch.objects.get()
    client.force_login(make_editor(make_organization("Clic n’Puces")))

    assert client.get(reverse("batches_batch", args=[batch.pk])).status_code == 404
    assert client.post(reverse("batches_step", args=[batch.pk, "write"])).status_code == 404
    assert "lieux.csv" not in client.get(reverse("batches_list")).content.decode()


def test_the_list_takes_as_many_queries_with_many_imports(editor, mulots, django_assert_max_num_queries):
    send(editor, mulots)
    row = Batch.objects.get()
    Batch.objects.bulk_create(
        Batch(kind=row.kind, organization=mulots, original_name=f"{n}.csv", size=1) for n in range(60)
    )
    editor.get(reverse("batches_list"))

    with django_assert_max_num_queries(20):
        editor.get(reverse("batches_list"))


def test_a_button_only_answers_a_post(editor, mulots):
    send(editor, mulots)

    assert editor.get(reverse("batches_step", args=[Batch.objects.get().pk, "write"])).status_code == 405


def test_the_menu_leads_there_only_when_something_can_be_imported(editor):
    assert reverse("batches_list") in editor.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.usefixtures("nothing_is_imported")
def test_where_no_plugin_imports_there_is_no_trace(editor):
    assert reverse("batches_list") not in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert editor.get(reverse("batches_list")).status_code in (302, 403)


@pytest.fixture
def nothing_is_imported(monkeypatch):
    monkeypatch.setattr("maillage.batches.importers.get_importers", dict)


@pytest.mark.parametrize(
    ("route", "name"), [("batches_list", "Imports"), ("batches_new", "Importer un fichier")]
)
def test_a_screen_is_named_last_at_its_top(editor, route, name):
    assert editor.get(reverse(route)).context["breadcrumbs_items"][-1]["label"] == name
