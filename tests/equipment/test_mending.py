"""Files of lshw as they arrive: what is mended, what is refused, what needs nothing."""

from __future__ import annotations

import json

import pytest

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_inventory
from equipment.models import Gap
from tests.equipment.evidence_samples import DATA, INVENTORIES, raw, sample

PARTIAL = Gap.PARTIAL
WARNING = "WARNING: output may be incomplete or inaccurate, you should run this program as super-user.\n"
AVERTI = "ATTENTION : ce programme devrait être lancé en tant que super-utilisateur.\n"
PLAIN = (DATA / "lshw-laptop.json").read_text()
XML = (DATA / "lshw-laptop.xml").read_text()


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        (WARNING + PLAIN + WARNING, (PARTIAL,)),
        (AVERTI + PLAIN, (PARTIAL,)),
        (PLAIN.replace('"Latitude', f'{WARNING}"Latitude', 1), (PARTIAL,)),
        ("[sudo] Mot de passe de camille : " + PLAIN, ()),
        ("camille@poste:~$ sudo lshw -json\n" + PLAIN + "camille@poste:~$ exit\n", ()),
        (PLAIN.rstrip().removesuffix("}") + ",}", ()),
        (PLAIN.replace("},", "}"), ()),
        (PLAIN.replace("],", "] "), ()),
        (WARNING + XML, (PARTIAL,)),
        (XML.replace("ThinkPad X1", "ThinkPad&#x0;&#31; X1"), ()),
    ],
)
def test_what_happened_to_a_file_of_lshw_is_mended_and_said(text, gaps):
    whole = read_inventory(raw(XML if "<node" in text else PLAIN))
    mended = read_inventory(raw(text))
    assert (mended, mended.gaps, bool(mended.notes)) == (whole, gaps, True)


@pytest.mark.parametrize(
    "text",
    [PLAIN[:-40], PLAIN.replace('"id":', '"id"', 1), PLAIN.replace('"MLT5480"', '"MLT"5480"'), XML[:-40]],
)
def test_what_could_be_mended_in_two_ways_is_refused(text):
    with pytest.raises(EvidenceRefused):
        read_inventory(raw(text))


@pytest.mark.parametrize(
    ("change", "gaps"),
    [(("},", "}"), ()), (("],", "] "), ()), (("{", WARNING + "{"), (PARTIAL,))],
)
def test_what_happened_to_lshw_in_a_snapshot_of_workbench_is_mended_and_said(change, gaps):
    printed = PLAIN.replace(*change, 1)
    mended = read_inventory(raw(json.dumps({"type": "Snapshot", "data": {"lshw": printed}})))
    assert ([disk.serial for disk in mended.disks], mended.gaps, len(mended.notes)) == (["W620MLT1"], gaps, 1)


@pytest.mark.parametrize("inventory", INVENTORIES, ids=lambda path: path.name)
def test_an_ordinary_machine_asks_nothing_and_needed_no_mending(inventory):
    snapshot = read_inventory(sample(inventory.name))
    assert (snapshot.complete, snapshot.gaps, snapshot.notes) == (True, (), ())
