"""Lists of disks are imported for the machine that somebody names, and take nothing away from it."""

from __future__ import annotations

import json

import pytest

from equipment.models import Evidence, EvidenceFormat, Machine
from equipment.services.components import parts_in
from equipment.services.inventory import Importing, import_inventory
from tests.equipment.evidence_samples import DATA, raw, sample
from tests.equipment.storage_trees import SIZE, emmc, lsblk, lshw, mmc_host, row

pytestmark = pytest.mark.django_db
SATA_AND_NVME = lsblk(row("sda"), row("nvme0n1", serial="EX5AMPLE042", tran="nvme", rota=False))


@pytest.fixture
def asked(workshop):
    return Importing(workshop)


def serials(machine):
    return sorted(parts_in(machine).filter(kind="storage").values_list("serial", flat=True))


def test_a_list_of_disks_without_a_tag_makes_no_machine(asked):
    result = import_inventory(SATA_AND_NVME, asked)
    assert (result.outcome, Machine.objects.count()) == ("refused", 0)
    assert "Rien dans ce fichier" in result.reason


def test_a_list_of_disks_adds_those_of_its_machine_and_takes_none_away(asked):
    tag = import_inventory(sample("lshw-laptop.json"), asked).tag
    for file in (
        lsblk(row("nvme0n1", serial="EX5AMPLE042", tran="nvme", rota=False)),
        raw(json.dumps({"Devices": []})),
        SATA_AND_NVME,
    ):
        import_inventory(file, Importing(asked.organization, tag=tag))
    assert serials(Machine.objects.get(tag=tag)) == ["EX5AMPLE042", "W620MLT1"]


def test_an_emmc_is_one_disk_whatever_the_tool(asked):
    tag = import_inventory(lshw(mmc_host(emmc(0x1A2B3C4D))), asked).tag
    rows = [row(name, serial="0x1a2b3c4d", model=None, size="58.2G") for name in ("mmcblk0", "mmcblk0boot0")]
    result = import_inventory(lsblk(*rows), Importing(asked.organization, tag=tag))
    assert (result.outcome, serials(Machine.objects.get(tag=tag))) == ("unchanged", ["1A2B3C4D"])


def test_a_list_of_some_disks_does_not_say_how_much_a_machine_stores(asked):
    tag = import_inventory(sample("lshw-laptop.json"), asked).tag
    room = {"SerialNumber": "EX5AMPLE042", "ModelNumber": "BC711", "PhysicalSize": 2 * SIZE}
    import_inventory(raw(json.dumps({"Devices": [room]})), Importing(asked.organization, tag=tag))
    assert Machine.objects.get(tag=tag).storage_gb == 500
    assert Evidence.objects.filter(format=EvidenceFormat.NVME).count() == 1


def test_what_was_mended_is_said_in_the_answer(asked):
    whole = (DATA / "lshw-laptop.json").read_text()
    result = import_inventory(raw(whole.replace("},", "}")), asked)
    assert (result.outcome, "virgules" in result.reason) == ("created", True)
