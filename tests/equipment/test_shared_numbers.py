"""Cheap disks share serial numbers: the erasure of one proves nothing of another."""

from __future__ import annotations

import pytest

from equipment.errors import NotProved
from equipment.evidence.snapshot import Part, Snapshot
from equipment.models import ComponentKind, EvidenceFormat
from equipment.services.components import parts_in
from equipment.services.erasures import import_erasure
from equipment.services.inventory import Importing, place_parts
from tests.equipment.evidence_samples import Wiped, nwipe_log, raw
from tests.equipment.factories import do, make_disk, make_machine, prove

pytestmark = pytest.mark.django_db

NUMBER = "0123456789AB"
GB = 10**9


@pytest.fixture
def erased(workshop):
    disk = make_disk(make_machine(workshop), serial=NUMBER, model="ST500LM021", size=500 * GB)
    prove(disk)
    return disk


def seen(machine, **disk):
    part = Part(ComponentKind.STORAGE, serial=NUMBER, **disk)
    place_parts(machine, Snapshot(EvidenceFormat.GLPI, parts=(part,)))
    return parts_in(machine).get()


def test_another_disk_of_that_number_is_not_the_one_that_was_erased(workshop, erased):
    machine = make_machine(workshop)
    assert seen(machine, model="SanDisk X400", size=128 * GB) != erased
    with pytest.raises(NotProved):
        do(machine, "recycle")


@pytest.mark.parametrize("size", [500 * GB, 466 * GB, None])
def test_the_same_disk_named_otherwise_by_another_tool_keeps_its_proof(workshop, erased, size):
    machine = make_machine(workshop)
    assert seen(machine, model="Seagate ST500LM021-1KJ152", size=size) == erased
    do(machine, "recycle")


def test_the_log_of_another_disk_of_that_number_proves_nothing(workshop):
    machine = make_machine(workshop)
    disk = make_disk(machine, serial=NUMBER, model="SanDisk X400", size=128 * GB)
    log = raw(nwipe_log(Wiped(serial=NUMBER, model="ST500LM021", size=500 * GB)))
    (result,) = import_erasure(log, Importing(workshop))
    assert result.outcome == "refused"
    assert "une autre taille" in result.reason
    assert not disk.proofs.exists()
