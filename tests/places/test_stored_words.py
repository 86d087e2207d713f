"""What a site stored in English becomes French, unless a person has made it theirs."""

import io

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Task, Workflow

from equipment.roles import make_role_group
from home.models import HomePage, MenuItem, StandardPage
from home.services import add_section, create_site
from maillage.bookings.roles import make_role_groups
from maillage.places.models import OrganizationIndexPage
from maillage.places.services import create_organization
from maillage.places.signals import name_permissions
from maillage.places.starting import starting_sections
from tests.places.factories import make_superuser

pytestmark = pytest.mark.django_db


def _run(**options):
    output = io.StringIO()
    call_command("translate_stored_content", stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def english_site(django_capture_on_commit_callbacks, settings):
    """A site as it was written before its translations were compiled."""
    Group.objects.all().delete()
    settings.LANGUAGE_CODE = "en"
    with override(None), django_capture_on_commit_callbacks(execute=True):
        home = create_site("Maillage")
        for section in starting_sections():
            add_section(home, section)
        create_organization(name="Les Mulots", parent_page=OrganizationIndexPage.objects.get())
        make_role_groups(apps.get_app_config("bookings"))
        make_role_group(apps.get_app_config("equipment"))
        name_permissions(apps.get_app_config("places"))
    settings.LANGUAGE_CODE = "fr"
    return home


@pytest.fixture
def translated(english_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return _run()


def _stored():
    """Every text that the site of these tests has stored, and that the command may change."""
    return {
        "pages": set(Page.objects.filter(depth=3).values_list("title", "draft_title", "slug")),
        "menu": set(MenuItem.objects.values_list("label", flat=True)),
        "groups": set(Group.objects.values_list("name", flat=True)),
        "reviews": {
            *Workflow.objects.values_list("name", flat=True),
            *Task.objects.values_list("name", flat=True),
        },
        "permissions": set(
            Permission.objects.filter(codename="manage_network").values_list("name", flat=True)
        ),
        "legal": {str(page.body) for page in StandardPage.objects.all()},
    }


def test_everything_is_in_french_afterwards(translated):
    stored = _stored()

    assert {title for title, _draft, _slug in stored["pages"]} == {
        "Qui sommes-nous",
        "Accessibilité",
        "Mentions légales",
        "Vie privée",
        "Ateliers",
        "Réparer",
        "Les ordinateurs prêts",
    }
    assert all(title == draft for title, draft, _slug in stored["pages"])
    assert {"qui-sommes-nous", "ateliers", "reparer", "ordinateurs"} < {
        slug for *_titles, slug in stored["pages"]
    }
    assert {"Agenda", "Ateliers", "Réparer", "S’équiper", "Qui sommes-nous", "Rechercher"} < stored["menu"]
    assert stored["groups"] == {
        "Éditeurs — Les Mulots",
        "Animation",
        "Coordination du réseau",
        "Responsables d’atelier",
    }
    assert stored["reviews"] == {"Relecture par l’équipe du réseau"}
    assert stored["permissions"] == {"Peut agir au nom de toutes les structures"}
    assert not any("ask at one of our dates" in body for body in stored["legal"])


def test_old_addresses_lead_to_the_new_ones_for_ever(translated, client):
    moved = {old: client.get(old) for old in ("/who-we-are/", "/who-we-are/les-mulots/", "/workshops/")}

    assert {answer.status_code for answer in moved.values()} == {301}
    assert [answer["Location"] for answer in moved.values()] == [
        "/qui-sommes-nous/",
        "/qui-sommes-nous/les-mulots/",
        "/ateliers/",
    ]
    assert not Redirect.objects.filter(is_permanent=False).exists()


def test_each_change_is_said_in_french(translated):
    assert "« Who we are » → « Qui sommes-nous »" in translated
    assert "Groupe : « Editors — Les Mulots » → « Éditeurs — Les Mulots »" in translated
    assert "textes changés." in translated


def test_a_dry_run_says_the_same_and_writes_nothing(english_site):
    before = _stored()
    said = _run(dry_run=True)

    assert "« Who we are » → « Qui sommes-nous »" in said
    assert "changeraient" in said
    assert _stored() == before


def test_a_second_run_changes_nothing(translated):
    before = (_stored(), Redirect.objects.count())

    assert "Rien à traduire" in _run()
    assert (_stored(), Redirect.objects.count()) == before


def test_a_page_that_somebody_has_saved_is_theirs(english_site):
    page = OrganizationIndexPage.objects.get()
    page.save_revision(user=make_superuser()).publish()

    said = _run()

    assert OrganizationIndexPage.objects.get().slug == "who-we-are"
    assert "laissé : une personne l’a revu" in said


def test_a_group_that_somebody_has_saved_is_theirs(english_site):
    group = Group.objects.get(name="Facilitators")
    log(group, "wagtail.edit", user=make_superuser())

    _run()

    assert Group.objects.filter(name="Facilitators").exists()


@pytest.mark.parametrize("words", ["Who we are now", "who we are", "Notre équipe"])
def test_other_words_are_nobody_s_but_the_editors(english_site, words):
    MenuItem.objects.filter(label="Who we are").update(label=words)

    _run()

    assert MenuItem.objects.filter(label=words).exists()


def test_a_name_that_is_taken_stays(english_site):
    Group.objects.create(name="Animation")
    HomePage.objects.get().add_child(instance=Page(title="Nous", slug="qui-sommes-nous"))

    said = _run()

    assert said.count("laissé : autre chose porte déjà ce nom") == 2
    assert Group.objects.filter(name="Facilitators").exists()
    page = OrganizationIndexPage.objects.get()
    assert (page.title, page.slug) == ("Qui sommes-nous", "who-we-are")


def test_the_editor_opens_what_visitors_read(translated):
    page = OrganizationIndexPage.objects.get()

    assert page.get_latest_revision_as_object().title == "Qui sommes-nous"
    assert not page.has_unpublished_changes
