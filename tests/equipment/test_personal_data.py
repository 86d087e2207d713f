"""What is kept about people ends, and leaves the ledger whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.models import Donation, EntryDetails, LedgerEntry, Need
from equipment.personal_data import KEPT, erase, expire, export, find
from equipment.services import apply
from equipment.transitions import TRANSITIONS
from maillage.privacy.registry import entries
from tests.contracts.traces import traces_of
from tests.equipment.factories import (
    given_for,
    machine_in,
    make_member,
    make_need,
    make_workshop,
    ready_machine,
)

pytestmark = pytest.mark.django_db

MARKER = "Zebulonia"
EMAIL = f"{MARKER}@exemple.example"
PHONE = "+33639981234"
CONTACT = {"contact_name": MARKER, "phone": PHONE, "email": EMAIL}


@pytest.fixture
def lived():
    """Somebody who gave a machine, asked for one, was lent one, was given one."""
    workshop = make_workshop()
    Donation.objects.create(
        organization=workshop,
        what=f"le portable de {MARKER}",
        street=f"chez {MARKER}",
        commune=MARKER,
        expires_on=timezone.localdate() + timedelta(days=365),
        **CONTACT,
    )
    for code in ("lend", "give"):
        row = TRANSITIONS[code]
        need = make_need(workshop, commune=MARKER, usage=f"les photos de {MARKER}", **CONTACT)
        given = given_for(row, workshop) | {"need": need}
        apply(ready_machine(workshop), code, by=make_member(workshop), **given)
    return workshop


def test_the_word_is_in_every_kind_of_row_before(lived):
    tables = {place.partition(".")[0] for place in traces_of(MARKER, [])}
    assert tables >= {
        "equipment_donation",
        "equipment_need",
        "equipment_loan",
        "equipment_handover",
    }


@pytest.mark.parametrize("query", [EMAIL.casefold(), PHONE])
def test_an_erased_person_is_nowhere_and_the_ledger_is_whole(lived, query):
    rows = list(LedgerEntry.objects.order_by("pk").values_list())
    assert erase(query) == 5
    assert traces_of(MARKER, []) == set()
    assert traces_of(PHONE, []) == set()
    assert list(LedgerEntry.objects.order_by("pk").values_list()) == rows


def test_a_person_whose_time_has_come_is_nowhere(lived):
    assert expire(timezone.localdate() + timedelta(days=3000)) >= 5
    assert traces_of(MARKER, []) == set()
    assert expire(timezone.localdate() + timedelta(days=3000)) == 0


def test_nobody_is_forgotten_before_the_day(lived):
    assert expire(timezone.localdate()) == 0
    assert Need.objects.filter(contact_name=MARKER).exists()


def test_the_export_gives_back_all_that_was_typed(lived):
    told = export(EMAIL)
    assert [row["kind"] for row in told] == ["donation", "need", "need", "loan", "hand-over"]
    assert told[0]["what"] == f"le portable de {MARKER}"


def test_a_reference_finds_its_own_record_alone(lived):
    need = Need.objects.order_by("pk").first()
    assert find(need.reference) == [f"equipment-need-{need.pk}"]


def test_who_did_it_is_found_by_their_account_and_forgotten(lived):
    member = make_member(lived, "benevole@puces.example")
    machine = machine_in(lived, "arrived", "ours")
    entry = apply(machine, "diagnose", by=member)
    assert find("benevole@puces.example") == [f"equipment-details-{entry.details_id}"]
    assert erase("benevole@puces.example") == 1
    assert EntryDetails.objects.get(pk=entry.details_id).actor is None


def test_an_account_that_is_deleted_leaves_its_entries(lived):
    member = make_member(lived)
    entry = apply(machine_in(lived, "arrived", "ours"), "diagnose", by=member)
    member.delete()
    entry.refresh_from_db()
    assert entry.details.actor is None


def test_every_row_with_a_day_to_be_forgotten_is_known_to_privacy():
    from django.apps import apps  # noqa: PLC0415

    dated = {
        model
        for model in apps.get_app_config("equipment").get_models()
        if any(field.name == "anonymized_at" for field in model._meta.get_fields())
    }
    assert dated == {kept.model for kept in KEPT}


def test_the_register_of_processing_says_it_in_sentences():
    entry = next(each for each in entries() if "achine" in each.label or "quipement" in each.label)
    assert all(words for _heading, words in entry.facts)
