"""Every state × every transition × every role, drawn from the table itself: the services and the database.

The screens and the API have their own walks: `test_doors_of_*.py`.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from equipment.errors import EquipmentError, NotAllowed, WrongState
from equipment.models import LedgerEntry, Machine
from equipment.services import apply
from equipment.states import Custody, Step
from equipment.transitions import TRANSITIONS, Role, Transition
from tests.equipment.doors import taken_back, target
from tests.equipment.factories import given_for, machine_in, make_member, make_responsible, make_workshop

pytestmark = pytest.mark.django_db

ENTRY = (
    "INSERT INTO equipment_ledgerentry (machine_id, sequence, code, from_step, from_custody, from_data,"
    " to_step, to_custody, to_data, at, reason, situation)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '')"
)

MOVED = "UPDATE equipment_machine SET step = %s, custody = %s, data_status = %s, sequence = %s WHERE id = %s"


@pytest.mark.parametrize("step", Step)
def test_the_service_does_what_the_table_says_and_nothing_else(workshop, step):
    people = {Role.MEMBER: make_member(workshop), Role.RESPONSIBLE: make_responsible(workshop)}
    told, wanted = {}, {}
    for custody in Custody:
        machine = machine_in(workshop, step, custody)
        for code, row in TRANSITIONS.items():
            given = given_for(row, workshop)
            for role, user in people.items():
                wanted[custody, code, role] = expected(machine, row, role)
                told[custody, code, role] = attempt(machine, row, user, given)
    assert told == wanted


def expected(machine: Machine, row: Transition, role: Role) -> tuple[type | None, int, str, str]:
    """What the table says of it: the refusal, the rows of the ledger, and where the machine then is."""
    if row.role == Role.RESPONSIBLE and role == Role.MEMBER:
        return NotAllowed, 0, machine.step, machine.custody
    if not row.starts_from(machine.step, machine.custody):
        return WrongState, 0, machine.step, machine.custody
    return None, 1, *target(machine, row)


def attempt(machine: Machine, row: Transition, user, given: dict) -> tuple[type | None, int, str, str]:
    """What happens, of which nothing is left."""
    refusal = None
    with taken_back():
        try:
            apply(machine, row.code, by=user, **given)
        except EquipmentError as error:
            refusal = type(error)
        return refusal, *state_of(machine)


def state_of(machine: Machine) -> tuple[int, str, str]:
    """How many rows the ledger got since the arrival, and where the machine is."""
    now = Machine.objects.get(pk=machine.pk)
    rows = LedgerEntry.objects.filter(machine=machine).count() - 1
    assert now.sequence == rows + 1
    return rows, now.step, now.custody


@pytest.mark.parametrize("code", TRANSITIONS)
def test_nobody_without_a_role_or_of_another_workshop_moves_a_machine(workshop, code):
    row = TRANSITIONS[code]
    machine = machine_in(workshop, min(row.from_steps), min(row.from_custodies))
    given = given_for(row, workshop)
    elsewhere = make_workshop("Les Voisins")
    strangers = [make_responsible(elsewhere), make_member(elsewhere)]
    for user in strangers:
        with pytest.raises(NotAllowed):
            apply(machine, code, by=user, **given)
    assert state_of(machine) == (0, machine.step, machine.custody)


@pytest.mark.parametrize("step", Step)
def test_no_update_moves_a_machine(workshop, step):
    for custody in Custody:
        machine = machine_in(workshop, step, custody)
        others = [{"step": other} for other in Step if other != step]
        others += [{"custody": other} for other in Custody if other != custody]
        for change in others:
            with pytest.raises(IntegrityError, match="equipment:"), transaction.atomic():
                Machine.objects.filter(pk=machine.pk).update(**change)
        assert state_of(machine) == (0, step, custody)


@pytest.mark.parametrize("step", Step)
def test_no_statement_moves_a_machine_where_the_table_does_not(workshop, step):
    for custody in Custody:
        machine = machine_in(workshop, step, custody)
        tried = [row for row in TRANSITIONS.values() if not row.starts_from(step, custody)]
        assert tried
        for row in tried:
            with pytest.raises(IntegrityError, match="entry-is-in-the-table"), transaction.atomic():
                forge(machine, row.code, *target(machine, row))
        assert state_of(machine) == (0, step, custody)


@pytest.mark.parametrize("code", ["corrected", "evidence", "undo", "receive", "opening"])
def test_no_code_beside_the_table_moves_a_machine(workshop, code):
    machine = machine_in(workshop, Step.ARRIVED, Custody.OURS)
    with pytest.raises(IntegrityError), transaction.atomic():
        forge(machine, code, Step.READY, Custody.OURS)
    assert state_of(machine) == (0, Step.ARRIVED, Custody.OURS)


def forge(machine: Machine, code: str, step: str, custody: str) -> None:
    """Write an entry by hand, as well as it can be done, and the state that it tells."""
    data = "to_erase" if code == "take_back" else machine.data_status
    before = (machine.step, machine.custody, machine.data_status)
    with connection.cursor() as cursor:
        values = (machine.pk, machine.sequence + 1, code, *before, step, custody, data, timezone.now())
        cursor.execute(ENTRY, values)
        cursor.execute(MOVED, (step, custody, data, machine.sequence + 1, machine.pk))
