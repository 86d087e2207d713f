"""The total of a year: looked at, published, corrected, withdrawn; what was told stays written down."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from repair.errors import NotInForce
from repair.models import FactorSet, PublishedTotal
from repair.outcomes import Outcome, TextCheck
from repair.publishing import Preview
from repair.services.published import publish_total, withdraw_total
from repair.services.records import provider_of
from tests.home.factories import make_site
from tests.places.factories import make_editor, make_organization, make_superuser
from tests.repair.factories import LAST_YEAR, repaired

pytestmark = pytest.mark.django_db

LIST, PUBLISH = "/admin/repair_published/", "/admin/repair_published/new/"


@pytest.fixture
def mulots():
    make_site()
    return make_organization("Les Mulots")


@pytest.fixture
def editor(client, mulots):
    editor = make_editor(mulots)
    client.force_login(editor)
    return editor


def look(client, organization=None, year=LAST_YEAR):
    return client.get(PUBLISH, {"year": year, "organization": organization.pk if organization else ""})


def publish(client, organization=None):
    """Look at the numbers, then press the button."""
    page = look(client, organization)
    seen = {"year": LAST_YEAR, "seen": page.context["preview"].draft.fingerprint}
    return client.post(
        PUBLISH, {**seen, "organization": organization.pk if organization else ""}, follow=True
    )


def withdraw(client, total):
    return client.post(reverse("repair_published:withdraw", args=[total.pk]), follow=True)


def in_force(organization=None):
    provider = provider_of(organization) if organization else None
    return PublishedTotal.objects.in_force().of(LAST_YEAR, provider).first()


def new_set():
    return FactorSet.objects.create(
        slug="revision-2030",
        name="Révision 2030",
        source="Une étude",
        in_force_from="2030-01-01",
        displacement=Decimal("0.5"),
        powered_rate=Decimal(1),
        unpowered_rate=Decimal(1),
    )


def test_the_preview_tells_every_number_and_writes_nothing(client, mulots, editor):
    repaired(mulots)
    repaired(mulots, 1, outcome=Outcome.REPAIRABLE)
    page = look(client, mulots)
    told = {line.label: line.then for line in page.context["preview"].lines}
    assert (told["Réparations notées"], told["Objets réparés"]) == ("4", "3")
    assert (told["Réparés, parmi les résultats connus"], told["Comptés par un facteur"]) == ("75\xa0%", "3")
    assert told["Évité à la poubelle"].endswith("kg")
    assert page.context["preview"].draft.factor_set.name in page.content.decode()
    assert not PublishedTotal.objects.exists()


def test_the_preview_names_the_texts_that_are_left_out(client, mulots, editor):
    repaired(mulots, 1, problem="Lampe de M. Dupont", text_check=TextCheck.FLAGGED)
    repaired(mulots, 2, problem="Ne chauffe plus")
    page = look(client, mulots)
    (record,) = page.context["preview"].left_out
    assert reverse("repair_records:edit", args=[record.pk]) in page.content.decode()
    assert "Dupont" not in page.content.decode()


def test_the_texts_of_others_are_not_named(mulots):
    repaired(make_organization("La Vilaine"), 1, text_check=TextCheck.FLAGGED)
    assert not Preview(LAST_YEAR, provider_of(mulots)).left_out.exists()


def test_an_editor_publishes_the_year_of_their_own_and_finds_it_in_the_list(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    total = PublishedTotal.objects.get()
    assert (total.provider.organization, total.fixed, total.published_by) == (mulots, 3, editor)
    assert "3 sur 3" in client.get(LIST).content.decode()


def test_the_networks_team_publishes_the_total_of_everybody(client, mulots):
    repaired(mulots)
    client.force_login(make_superuser())
    publish(client)
    assert PublishedTotal.objects.get().provider is None


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        (LAST_YEAR + 1, "Cette année n’est pas finie"),
        (LAST_YEAR - 5, "Aucune réparation n’a été notée cette année-là"),
        ("l’an dernier", "Saisissez un nombre entier"),
    ],
)
def test_a_year_that_cannot_be_told_is_refused_with_the_reason(client, mulots, editor, year, sentence):
    repaired(mulots)
    for answer in (
        look(client, mulots, year),
        client.post(PUBLISH, {"year": year, "organization": mulots.pk, "seen": ""}),
    ):
        assert sentence in answer.content.decode()
    assert not PublishedTotal.objects.exists()


def test_numbers_that_nobody_saw_are_not_published(client, mulots, editor):
    repaired(mulots)
    seen = look(client, mulots).context["preview"].draft.fingerprint
    repaired(mulots, 1)
    answer = client.post(PUBLISH, {"year": LAST_YEAR, "organization": mulots.pk, "seen": seen}, follow=True)
    assert "Les nombres ont changé" in answer.content.decode()
    assert answer.context["preview"].draft.fixed == 4
    assert not PublishedTotal.objects.exists()


def test_a_button_pressed_twice_publishes_once(client, mulots, editor):
    repaired(mulots)
    seen = look(client, mulots).context["preview"].draft.fingerprint
    for _press in range(2):
        client.post(PUBLISH, {"year": LAST_YEAR, "organization": mulots.pk, "seen": seen})
    assert PublishedTotal.objects.count() == 1


def test_what_says_the_same_already_has_no_button(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    page = look(client, mulots).content.decode()
    assert "il n’y a rien à publier" in page
    assert 'name="seen"' not in page


def test_a_correction_tells_the_difference_and_stands_beside_what_was_told(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    repaired(mulots, 1)
    told = {line.label: line.change for line in look(client, mulots).context["preview"].lines}
    assert told["Objets réparés"] == "+\xa01"
    assert told["Réparés, parmi les résultats connus"] == "aucun changement"
    publish(client, mulots)
    assert list(PublishedTotal.objects.values_list("version", "fixed")) == [(2, 4), (1, 3)]
    assert in_force(mulots).version == 2
    assert "Corrigé depuis" in client.get(LIST).content.decode()


def test_a_correction_keeps_the_factors_of_what_it_corrects(mulots):
    repaired(mulots)
    first = publish_total(LAST_YEAR)
    new_set()
    repaired(mulots, 1)
    assert publish_total(LAST_YEAR).factor_set == first.factor_set


def test_withdrawing_a_correction_brings_back_what_was_published_before(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    repaired(mulots, 1)
    publish(client, mulots)
    answer = withdraw(client, in_force(mulots))
    assert "Celui publié avant est de nouveau en vigueur" in answer.content.decode()
    assert (in_force(mulots).version, in_force(mulots).fixed) == (1, 3)


def test_what_was_withdrawn_stays_in_the_list_with_who_did_it(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    page = withdraw(client, in_force(mulots)).content.decode()
    total = PublishedTotal.objects.get()
    assert (total.fixed, total.withdrawn_by) == (3, editor)
    assert "Plus aucun total de cette année n’est publié" in page
    assert "Retiré le" in page
    assert in_force(mulots) is None


def test_the_screen_that_withdraws_says_what_comes_back_and_writes_nothing(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    repaired(mulots, 1)
    publish(client, mulots)
    page = client.get(reverse("repair_published:withdraw", args=[in_force(mulots).pk]))
    assert "sera de nouveau affiché : 3 objets réparés" in page.content.decode().replace("\xa0", " ")
    assert in_force(mulots).version == 2


def test_a_year_that_was_withdrawn_is_published_again_as_another_version(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    withdraw(client, in_force(mulots))
    publish(client, mulots)
    assert list(PublishedTotal.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert in_force(mulots).version == 2


def test_only_what_is_in_force_can_be_withdrawn(mulots):
    repaired(mulots)
    first = publish_total(LAST_YEAR)
    repaired(mulots, 1)
    publish_total(LAST_YEAR)
    with pytest.raises(NotInForce):
        withdraw_total(first)


def test_a_corrected_total_is_in_the_list_without_a_way_to_withdraw_it(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    first = in_force(mulots)
    repaired(mulots, 1)
    publish(client, mulots)
    page = client.get(LIST).content.decode()
    assert reverse("repair_published:withdraw", args=[in_force(mulots).pk]) in page
    assert reverse("repair_published:withdraw", args=[first.pk]) not in page
    assert client.get(reverse("repair_published:withdraw", args=[first.pk])).status_code == 404


def test_nobody_changes_or_deletes_a_published_total(client, mulots, editor):
    repaired(mulots)
    publish(client, mulots)
    total = PublishedTotal.objects.get()
    for screen in ("edit", "delete"):
        client.post(f"{LIST}{screen}/{total.pk}/", {"year": LAST_YEAR - 1})
    assert PublishedTotal.objects.get().year == LAST_YEAR


def test_an_editor_publishes_nothing_for_somebody_else(client, mulots, editor):
    vilaine = make_organization("La Vilaine")
    repaired(vilaine)
    for whose in (vilaine.pk, ""):
        client.post(PUBLISH, {"year": LAST_YEAR, "organization": whose, "seen": ""})
    assert not PublishedTotal.objects.exists()


def test_an_editor_withdraws_nothing_of_somebody_else(client, mulots, editor):
    vilaine = make_organization("La Vilaine")
    repaired(vilaine)
    for total in (publish_total(LAST_YEAR, provider=provider_of(vilaine)), publish_total(LAST_YEAR)):
        assert withdraw(client, total).status_code == 404
    assert not PublishedTotal.objects.exclude(withdrawn_at=None).exists()


def test_who_may_only_read_totals_is_led_away_from_these_screens(client, mulots, editor):
    repaired(mulots)
    total = publish_total(LAST_YEAR, provider=provider_of(mulots))
    mulots.group.permissions.remove(*mulots.group.permissions.filter(codename="add_publishedtotal"))
    assert look(client, mulots).status_code == 302
    withdraw(client, total)
    assert in_force(mulots) == total
    assert "Retirer" not in client.get(LIST).content.decode()


def test_the_statistics_tell_the_total_in_force_and_what_it_corrects(client, mulots):
    repaired(mulots)
    publish_total(LAST_YEAR)
    repaired(mulots, 1)
    page = client.get(reverse("repair:statistics"), {"annee": LAST_YEAR}).content.decode()
    assert "Il corrige" not in page
    publish_total(LAST_YEAR)
    page = client.get(reverse("repair:statistics"), {"annee": LAST_YEAR}).content.decode()
    assert "Il corrige celui publié le" in page
    assert str(timezone.localdate().year) in page


def test_what_a_correction_adds_adds_up_on_the_screen(mulots):
    repaired(mulots)
    publish_total(LAST_YEAR)
    repaired(mulots, 1)
    lines = {line.label: line for line in Preview(LAST_YEAR, None).lines}
    weight = lines["Évité à la poubelle"]
    assert [weight.now, weight.then, weight.change] == ["4,4\xa0kg", "5,9\xa0kg", "+\xa01,5\xa0kg"]


def test_a_rate_that_changes_is_told_in_points(mulots):
    repaired(mulots)
    publish_total(LAST_YEAR)
    repaired(mulots, 1, outcome=Outcome.REPAIRABLE)
    rate = Preview(LAST_YEAR, None).lines[2]
    assert (rate.now, rate.then, rate.change) == ("100\xa0%", "75\xa0%", "−\xa025\xa0points")
