"""Machines in any state, their disks, and the people of a workshop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db import connections
from django.utils import timezone

from equipment.db_triggers.install import install, remove
from equipment.evidence.version import READERS_VERSION
from equipment.models import (
    Component,
    ComponentKind,
    ComponentMove,
    DataProof,
    Evidence,
    EvidenceFormat,
    LedgerEntry,
    Machine,
    Need,
    ProofKind,
    RecyclingSlip,
    Technology,
    Whereabouts,
)
from equipment.services import apply, receive
from equipment.services.ledger import write_details
from equipment.states import Custody, DataStatus, Grade, Kind, Situation, Step
from equipment.transitions import TRANSITIONS, Required, ReturnReason, Role
from tests.places.factories import make_editor, make_organization

if TYPE_CHECKING:
    from accounts.models import User
    from equipment.transitions import Transition
    from maillage.places.models import Organization

numbers = count(1)


@contextmanager
def guards_lifted(using: str = "default") -> Iterator[None]:
    """Write what the guards refuse; they are back when the block ends."""
    remove(using)
    yield
    # What waits for the end of the transaction would hold the tables that get their triggers back.
    connections[using].check_constraints()
    install(using)


def make_workshop(name: str = "Les Puces") -> Organization:
    """An association that refurbishes machines."""
    return make_organization(name)


def make_member(organization: Organization, email: str = "") -> User:
    """Somebody who moves its machines on."""
    return _with(make_editor(organization, email or f"membre{next(numbers)}@puces.example"), Role.MEMBER)


def make_responsible(organization: Organization, email: str = "") -> User:
    """Somebody who answers for its workshop."""
    user = make_editor(organization, email or f"responsable{next(numbers)}@puces.example")
    return _with(user, Role.MEMBER, Role.RESPONSIBLE)


def _with(user: User, *roles: Role) -> User:
    codenames = [role.partition(".")[2] for role in roles]
    user.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="equipment", codename__in=codenames)
    )
    return user


def make_machine(organization: Organization, **fields: Any) -> Machine:
    """A laptop that has just arrived."""
    wanted = {"kind": Kind.LAPTOP, "maker": "Dell", "model": "Latitude 5480", "grade": Grade.GOOD}
    return receive(organization, **{**wanted, **fields})


def make_disk(machine: Machine | None = None, **fields: Any) -> Component:
    """A disk with a serial of its own; in `machine`, or on the shelf."""
    wanted = {
        "kind": ComponentKind.STORAGE,
        "technology": Technology.HDD,
        "serial": f"Z9A{next(numbers):05d}",
    }
    disk = Component.objects.create(**{**wanted, **fields})
    move(disk, machine)
    return disk


def move(part: Component, machine: Machine | None = None, whereabouts: str = "") -> ComponentMove:
    """Write the next move of a part by hand: in `machine`, on the shelf without one, or elsewhere."""
    where = whereabouts or (Whereabouts.IN_MACHINE if machine else Whereabouts.ON_SHELF)
    return ComponentMove.objects.create(
        component=part, sequence=part.moves.count() + 1, whereabouts=where, machine=machine
    )


def make_evidence(machine: Machine | None = None) -> Evidence:
    """A log of nwipe, by its fingerprint."""
    digest = hashlib.sha256(str(next(numbers)).encode()).hexdigest()
    return Evidence.objects.create(
        machine=machine,
        format=EvidenceFormat.NWIPE,
        file=f"evidence/{digest[:8]}.bin",
        sha256=digest,
        size=1,
        outcome="matched",
    )


def make_inventory(machine: Machine, gaps: str = "raid", *, shows_storage: bool = True) -> Evidence:
    """An inventory of the machine that may leave out a disk; with no gap, one that only shows storage."""
    digest = hashlib.sha256(f"inventory {next(numbers)}".encode()).hexdigest()
    return Evidence.objects.create(
        machine=machine,
        format=EvidenceFormat.LSHW_JSON,
        file=f"evidence/{digest[:8]}.json",
        sha256=digest,
        size=1,
        outcome="matched",
        gaps=gaps,
        shows_storage=shows_storage,
        readers_version=READERS_VERSION,
    )


def prove(disk: Component, machine: Machine | None = None, kind: str = ProofKind.ERASED) -> DataProof:
    """Write a finding about a disk by hand; it proves the erasure, unless `kind` says otherwise."""
    answered = kind in {ProofKind.ACCEPTED, ProofKind.DESTROYED}
    return DataProof.objects.create(
        machine=machine,
        component=disk,
        kind=kind,
        proves=kind in {ProofKind.ERASED, ProofKind.ACCEPTED, ProofKind.DESTROYED},
        evidence=make_evidence(machine),
        details=write_details(None, signed_by="L’atelier") if answered else None,
    )


def note_no_disk(machine: Machine) -> DataProof:
    """Note that somebody opened the machine and found no disk."""
    return DataProof.objects.create(
        machine=machine,
        kind=ProofKind.NO_STORAGE,
        proves=True,
        details=write_details(None, signed_by="L’atelier"),
    )


def machine_in(
    organization: Organization, step: str, custody: str, *, is_proved: bool = True, **fields: Any
) -> Machine:
    """A machine with one disk, put in that state by hand, whatever it takes to be there."""
    data = DataStatus.ERASED if is_proved else DataStatus.TO_ERASE
    machine = make_machine(organization, **fields)
    disk = make_disk(machine)
    if is_proved:
        prove(disk, machine)
    with guards_lifted():
        state = {"step": step, "custody": custody, "data_status": data}
        Machine.objects.filter(pk=machine.pk).update(**state)
        LedgerEntry.objects.filter(machine=machine).update(
            to_step=step, to_custody=custody, to_data=data, at=timezone.now() - timedelta(days=9)
        )
    machine.refresh_from_db()
    return machine


def ready_machine(organization: Organization, **fields: Any) -> Machine:
    """A machine that may leave."""
    return machine_in(organization, Step.READY, Custody.OURS, **fields)


def make_need(organization: Organization, **fields: Any) -> Need:
    """Somebody who waits for a laptop."""
    wanted = {
        "contact_name": "Rosalie Patarin",
        "phone": "+33639980101",
        "email": "rosalie@exemple.example",
        "expires_on": timezone.localdate() + timedelta(days=180),
    }
    return Need.objects.create(organization=organization, **{**wanted, **fields})


def make_slip(organization: Organization) -> RecyclingSlip:
    """A slip of an eco-organisation."""
    return RecyclingSlip.objects.create(
        organization=organization,
        eco_organisation="ecosystem",
        number=f"E-{next(numbers)}",
        weight_grams=9000,
    )


def given_for(row: Transition, organization: Organization) -> dict[str, Any]:
    """Return everything that the transition asks for."""
    made = {
        Required.REASON: lambda: ReturnReason.BROKEN,
        Required.WORDS: lambda: "Un mot pour le dire.",
        Required.SIGNED_BY: lambda: "Le président",
        Required.DUE_ON: lambda: timezone.localdate() + timedelta(days=30),
        Required.SITUATION: lambda: Situation.PERSON,
        Required.PRICE: lambda: 4000,
        Required.REQUEST: lambda: make_need(organization),
        Required.SLIP: lambda: make_slip(organization),
    }
    return {str(needed): made[needed]() for needed in row.requires}


def do(machine: Machine, code: str, by: User | None = None, **more: Any) -> LedgerEntry:
    """Apply a transition with everything that it asks for; `more` says some of it in another way."""
    return apply(machine, code, by=by, **(given_for(TRANSITIONS[code], machine.organization) | more))
