"""« No disk inside »: said by who opened the machine, and again once a disk was put in."""

from __future__ import annotations

import pytest

from equipment.errors import NotProved
from equipment.models import LedgerEntry, Machine
from equipment.services import undo
from equipment.services.components import detach, parts_in
from equipment.services.merging import merge, unmerge
from equipment.services.proofs import note_no_storage
from equipment.states import Custody
from tests.equipment.factories import do, make_machine, make_member, make_responsible, ready_machine

pytestmark = pytest.mark.django_db


def test_no_disk_inside_is_said_again_once_a_disk_was_put_in(workshop):
    machine, member = ready_machine(workshop), make_member(workshop)
    undo(do(machine, "dismantle", by=member), by=member)
    detach(parts_in(machine).get(), by=member)
    with pytest.raises(NotProved):
        do(machine, "give")
    note_no_storage(machine, by=member)
    do(machine, "give")
    assert Machine.objects.get(pk=machine.pk).custody == Custody.GIVEN


def test_a_tag_set_free_is_opened_again(workshop):
    machine, other = make_machine(workshop), make_machine(workshop)
    leader = make_responsible(workshop)
    note_no_storage(machine, by=leader)
    merge(machine, other, by=leader)
    machine.refresh_from_db()
    unmerge(machine, by=leader)
    with pytest.raises(NotProved):
        do(machine, "recycle")
    assert LedgerEntry.objects.filter(machine=machine).latest("sequence").to_data == "to_erase"
