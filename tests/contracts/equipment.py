"""What a workshop of machines keeps of its own, under one number."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from equipment.models import (
    CountedMovement,
    Donation,
    Evidence,
    HandOver,
    Loan,
    Lot,
    Need,
    Price,
    RecyclingSlip,
    SavedView,
    Serial,
    Shelf,
    WorkshopRules,
)
from equipment.services import apply, receive
from equipment.states import CountedKind, Kind, Situation
from tests.contracts.associations import SECRET
from tests.equipment.factories import make_disk
from tests.places.factories import make_editor, make_place

if TYPE_CHECKING:
    from equipment.models import LedgerEntry, Machine
    from maillage.places.models import Organization

SERIES = UUID("00000000-0000-4000-8000-00000000a1a1")


def give_equipment(organization: Organization, number: int) -> Machine:
    """A machine with all that hangs on it, who gave it, who asks for one, what is counted, how they work."""
    own = {"pk": number, "organization": organization}
    shelf = Shelf.objects.create(**own, place=make_place(organization), name=SECRET)
    donation = Donation.objects.create(**own, what=SECRET, **_somebody())
    lot = Lot.objects.create(**own, donation=donation, label=SECRET)
    machine = receive(organization, pk=number, lot=lot, shelf=shelf, maker=SECRET, model=SECRET)
    Serial.objects.create(pk=number, machine=machine, value=SECRET.upper())
    make_disk(machine, pk=number, serial=SECRET.upper())
    entries = [apply(machine, code, by=None, series=SERIES) for code in ("diagnose", "dismantle")]
    _give_papers(machine, entries)
    CountedMovement.objects.create(**own, lot=lot, kind=CountedKind.SCREEN, quantity=3)
    WorkshopRules.objects.create(**own)
    Price.objects.create(**own, kind=Kind.LAPTOP, situation=Situation.PERSON, cents=4000)
    owner = make_editor(organization, "atelier@bidouille.example")
    SavedView.objects.create(**own, owner=owner, name=SECRET, query=f"model={SECRET}")
    return machine


def _give_papers(machine: Machine, entries: list[LedgerEntry]) -> None:
    number, today = machine.pk, timezone.localdate()
    own = {"pk": number, "organization": machine.organization}
    need = Need.objects.create(**own, usage=SECRET, **_somebody())
    held = {"pk": number, "machine": machine, "need": need, **_somebody()}
    Loan.objects.create(entry=entries[0], due_on=today + timedelta(days=9), **held)
    HandOver.objects.create(entry=entries[1], **held)
    slip = RecyclingSlip.objects.create(**own, eco_organisation=SECRET, number=SECRET, weight_grams=9000)
    slip.entries.add(*entries)
    Evidence.objects.create(
        **own, machine=machine, format="nwipe", file="evidence/a.bin", sha256="a" * 64, size=1, reason=SECRET
    )


def _somebody() -> dict[str, object]:
    until = timezone.localdate() + timedelta(days=90)
    return {"contact_name": SECRET, "phone": "+33639981237", "expires_on": until}
