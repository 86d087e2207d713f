"""Which disks GLPI, Workbench and the lists of disks show, and why they may leave out others."""

from __future__ import annotations

import json

import pytest

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_erasure, read_inventory
from equipment.evidence.values import in_bytes
from equipment.models import EvidenceFormat, Gap, Technology
from tests.equipment.evidence_samples import document, raw
from tests.equipment.storage_trees import SIZE, disk, glpi, lsblk, lshw, nvme, row, sata

BARE, HIDDEN, UNKNOWN, BLIND, PARTIAL = (
    Gap.BARE_CONTROLLER,
    Gap.HIDDEN_BY_RAID,
    Gap.UNKNOWN_DISK,
    Gap.BLIND_TOOL,
    Gap.PARTIAL,
)
SATA = ["W620MLT1"]


def shown(file):
    snapshot = read_inventory(file)
    return [part.serial for part in snapshot.disks], snapshot.gaps


NVME = {
    "name": "PhysicalDisk0",
    "interface": "NVME",
    "serial": "EX68N0001",
    "disksize": 512110,
    "model": "PC300",
}
OLDER = {
    "name": "\\\\.\\PHYSICALDRIVE0",
    "interface": "SCSI",
    "disksize": 512105,
    "model": "KXG50 NVMe TOSHIBA",
}
SEVEN = {"kernel_name": "MSWin32", "kernel_version": "6.1.7601"}
AHCI = {"pciclass": "0106", "type": "SATA controller", "name": "Sunrise Point-LP SATA Controller [AHCI mode]"}
NVME_CONTROLLER = {"pciclass": "0108", "type": "Non-Volatile memory controller"}
GLPI = {
    "an NVMe disk": (glpi(NVME), ["EX68N0001"], ()),
    "an eMMC of Windows": (glpi({**NVME, "interface": "MMC", "serial": "1a2b3c4d"}), ["1A2B3C4D"], ()),
    "an eMMC of Linux": (
        glpi(
            {"name": "mmcblk0", "serialnumber": "0x1a2b3c4d", "disksize": 62537},
            {"name": "mmcblk0boot0", "serialnumber": "0x1a2b3c4d", "disksize": 4},
        ),
        ["1A2B3C4D"],
        (),
    ),
    "an eMMC or a card of Linux": (
        glpi({"name": "mmcblk0", "serialnumber": "0x1a2b3c4d", "disksize": 62537, "type": "disk"}),
        [],
        (UNKNOWN,),
    ),
    "a card": (glpi(NVME, {**NVME, "interface": "SD", "serial": "99887766"}), ["EX68N0001"], ()),
    "an eMMC that Windows puts on the bus of cards": (
        glpi(NVME, {**NVME, "interface": "SD", "serial": "99887766", "type": "Fixed hard disk media"}),
        ["EX68N0001"],
        (UNKNOWN,),
    ),
    "a USB disk": (glpi(NVME, {**NVME, "interface": "USB", "serial": "60A44C3F"}), ["EX68N0001"], ()),
    "a DVD drive": (glpi(NVME, {"name": "sr0", "type": "cd"}, {"type": "DVD Writer"}), ["EX68N0001"], ()),
    "a bay that says removable": (
        glpi({**NVME, "interface": "SATA", "type": "removable"}),
        ["EX68N0001"],
        (),
    ),
    "the identifier of a namespace": (
        glpi({**OLDER, "serial": "0000_0000_0000_0010_0008_0E02_0012_3456."}),
        [""],
        (UNKNOWN,),
    ),
    "a number filled up": (glpi({**OLDER, "serial": "S3EVNX0J123456_____00000001."}), ["S3EVNX0J123456"], ()),
    "an identifier filled up": (glpi({**OLDER, "serial": "002538B471B8F0A1_00000001."}), [""], (UNKNOWN,)),
    "swapped pairs": (glpi({**OLDER, "serial": "DWW-CCE2LM0T10"}), ["WD-WCC2EMLT001"], ()),
    "swapped pairs in hexadecimal": (
        glpi({**OLDER, "serial": " W620MLT1".rjust(20).encode("ascii").hex()}, operatingsystem=SEVEN),
        ["6W02LM1T"],
        (),
    ),
    "a number of Windows 7 that may be swapped": (
        glpi({**OLDER, "serial": "6W02LM1T"}, operatingsystem=SEVEN),
        [""],
        (UNKNOWN,),
    ),
    "a disk behind the RAID of Intel": (glpi({**NVME, "interface": "RAID"}), ["EX68N0001"], (HIDDEN,)),
    "a volume": (glpi({**NVME, "model": "LOGICAL VOLUME"}), [], (HIDDEN,)),
    "VMD": (
        glpi({**NVME, "interface": "SATA"}, controllers=({"name": "Intel RST VMD Controller 9A0B"},)),
        ["EX68N0001"],
        (HIDDEN,),
    ),
    "an NVMe controller and its disk": (
        glpi(NVME, controllers=(AHCI, NVME_CONTROLLER)),
        ["EX68N0001"],
        (),
    ),
    "two NVMe controllers and one disk": (
        glpi(NVME, controllers=(NVME_CONTROLLER, NVME_CONTROLLER)),
        ["EX68N0001"],
        (BARE,),
    ),
    "an NVMe controller of a maker of card readers, and no disk of NVMe": (
        glpi(
            {**NVME, "interface": "SATA"},
            controllers=({**NVME_CONTROLLER, "name": "RTS5763DL NVMe SSD Controller"},),
        ),
        ["EX68N0001"],
        (BARE,),
    ),
    "an NVMe controller beside a disk that Linux names as SATA": (
        glpi(
            {"name": "sda", "serialnumber": "W620MLT1", "disksize": 500107, "model": "ST500"},
            controllers=(NVME_CONTROLLER,),
        ),
        SATA,
        (BARE,),
    ),
    "a controller and no disk": (glpi(controllers=(AHCI,)), [], (BARE,)),
    "nothing but a name": (glpi(NVME, {"name": "sdb", "model": "ST500"}), ["EX68N0001"], (UNKNOWN,)),
    "disks that nobody asked for": (glpi(NVME, storages=None), [], (PARTIAL,)),
}


@pytest.mark.parametrize("case", GLPI)
def test_glpi_shows_each_disk_once_and_says_what_it_may_hide(case):
    file, disks, gaps = GLPI[case]
    assert shown(file) == (disks, gaps)


LSBLK = {
    "a SATA disk": (lsblk(row("sda")), SATA, ()),
    "everything in texts": (
        lsblk(row("sda", size="465.8G", rota="1", rm="0"), row("sdb", rm="1", tran="usb", serial="USB1")),
        SATA,
        (),
    ),
    "a bay that says removable": (lsblk(row("sda", rm=True)), SATA, ()),
    "an eMMC": (
        lsblk(*(row(name, serial="0x1a2b3c4d", tran="mmc") for name in ("mmcblk0", "mmcblk0boot0"))),
        ["1A2B3C4D"],
        (),
    ),
    "a card": (lsblk(row("sda"), row("mmcblk0", serial="0x1a2b3c4d", tran="mmc")), SATA, (UNKNOWN,)),
    "two rooms of one NVMe disk": (lsblk(row("nvme0n1", rota=False), row("nvme0n2", rota=False)), SATA, ()),
    "what the kernel makes": (lsblk(row("sda"), row("zram0"), row("loop0", type="loop")), SATA, ()),
    "a drive and an empty reader": (
        lsblk(row("sr0", type="rom"), row("sdb", rm=True, size=0, serial="")),
        [],
        (),
    ),
    "a volume": (lsblk(row("sda", model="PERC H730", tran=None)), [], (HIDDEN,)),
    "no column for the number": (lsblk({"name": "sda", "size": "465.8G", "type": "disk"}), [""], (UNKNOWN,)),
}


@pytest.mark.parametrize("case", LSBLK)
def test_lsblk_lists_disks_and_never_says_that_there_are_no_others(case):
    file, disks, gaps = LSBLK[case]
    assert shown(file) == (disks, (*gaps, BLIND))


FLAT = {
    "DevicePath": "/dev/nvme0n1",
    "ModelNumber": "BC711",
    "SerialNumber": "EX5AMPLE042",
    "SectorSize": 512,
}
BLOCKS = SIZE // 512
ROOM = {"NameSpace": "nvme0n1", "NSID": 1, "PhysicalSize": SIZE, "SectorSize": 512}
MAIN = {"SerialNumber": "EX5AMPLE042", "ModelNumber": "BC711", "Transport": "pcie"}


@pytest.mark.parametrize(
    "device",
    [
        {**FLAT, "PhysicalSize": SIZE},
        {**FLAT, "PhysicalSize": -2147483648, "MaximumLBA": BLOCKS},
        {**FLAT, "MaximiumLBA": BLOCKS},
        {"HostNQN": "nqn", "Subsystems": [{"Controllers": [{**MAIN, "Namespaces": [ROOM]}]}]},
        {"Subsystems": [{"Controllers": [{**MAIN, "Namespaces": []}], "Namespaces": [ROOM]}]},
        {"Subsystems": [{"Controllers": [MAIN, {**MAIN, "Cntlid": "2"}], "Namespaces": [ROOM]}]},
    ],
)
def test_every_shape_of_nvme_list_tells_the_disk_and_its_size(device):
    snapshot = read_inventory(raw(json.dumps({"Devices": [device]})))
    assert [(one.serial, one.size, one.technology) for one in snapshot.disks] == [
        ("EX5AMPLE042", SIZE, Technology.SSD)
    ]
    assert (snapshot.format, snapshot.gaps, snapshot.fields()) == (EvidenceFormat.NVME, (BLIND,), {})


def test_nvme_list_of_nothing_shows_no_storage_and_hides_what_is_not_nvme():
    snapshot = read_inventory(raw('{"Devices": []}'))
    assert (snapshot.disks, snapshot.gaps, snapshot.shows_storage) == ((), (BLIND,), False)


SMART = {
    "json_format_version": [1, 0],
    "smartctl": {"version": [7, 3]},
    "device": {"name": "/dev/sda", "info_name": "/dev/sda [SAT]", "type": "sat"},
    "model_name": "ST500LM021",
    "serial_number": "W620MLT1",
    "user_capacity": {"bytes": SIZE},
    "rotation_rate": 7200,
}
SCAN = {**SMART, "device": None, "devices": [{"name": "/dev/sda", "type": "scsi"}]}


@pytest.mark.parametrize(
    ("printed", "disks", "gaps"),
    [
        (SMART, SATA, (BLIND,)),
        ([SMART, {**SMART, "serial_number": "W620MLT2"}], ["W620MLT1", "W620MLT2"], (BLIND,)),
        ({**SMART, "device": {"type": "usbjmicron"}}, [], (BLIND,)),
        ({**SMART, "device": {"type": "megaraid,5"}}, SATA, (HIDDEN, BLIND)),
        ({**SMART, "model_name": "PERC H730"}, [], (HIDDEN, BLIND)),
        ({**SMART, "serial_number": None}, [""], (UNKNOWN, BLIND)),
        (SCAN, [], (UNKNOWN, BLIND)),
    ],
)
def test_smartctl_is_an_inventory_of_what_it_was_asked(printed, disks, gaps):
    assert shown(raw(json.dumps(printed))) == (disks, gaps)


@pytest.mark.parametrize("printed", [{"blockdevices": [row("sda")]}, {"Devices": [FLAT]}, SMART, SCAN])
def test_a_list_of_disks_names_no_machine_and_proves_no_erasure(printed):
    file = raw(json.dumps(printed))
    assert not read_inventory(file).says_which
    with pytest.raises(EvidenceRefused):
        read_erasure(file)


@pytest.mark.parametrize(
    ("version", "size", "expected"),
    [
        ("11.0b11", 500107.86201599997, 500107862016),
        ("11.0a1", 320073.0, 320073000000),
        ("10.0b1", 152627, 152627 * 2**20),
        ("11.0b11", 238475, 238475 * 2**20),
        ("11.0a1", 160042, 160042000000),
        ("11.0b9", "160042.0 MB", 160042000000),
        ("11.0a1", 32017.0, 32017000000),
    ],
)
def test_workbench_counts_disks_in_two_units(version, size, expected):
    told = {"@type" if version < "11" else "type": "HardDrive", "serialNumber": "W620MLT1", "size": size}
    file = {"type": "Snapshot", "version": version, "device": {"type": "Desktop"}, "components": [told]}
    (found,) = read_inventory(raw(json.dumps(file))).disks
    assert found.size == expected


@pytest.mark.parametrize(
    "components",
    [[{"type": "DataStorage"}], [{"type": "SoundCard"}] * 70 + [{"type": "SolidStateDrive"}]],
    ids=["a disk of no known kind", "a disk behind many parts"],
)
def test_workbench_loses_no_disk_of_its_list(components):
    components[-1] |= {"serialNumber": "W620MLT1", "size": 500107.0}
    file = {"type": "Snapshot", "device": {"type": "Desktop"}, "components": components}
    assert shown(raw(json.dumps(file))) == (SATA, ())


def test_what_lshw_says_beside_a_list_of_workbench_is_heard():
    tree = json.loads(lshw(sata(disk()), nvme()).data)
    told = {"type": "HardDrive", "serialNumber": "W620MLT1", "size": 500107.0}
    file = {"device": {"type": "Desktop"}, "components": [told], "debug": {"lshw": tree}}
    assert shown(raw(json.dumps(file))) == (SATA, (BARE,))


def test_decimals_of_any_length_are_read():
    assert in_bytes("500107.86201599997", "mb") == 500107862016


def test_dmidecode_lists_no_disk():
    data = {**document("workbench-2025.json")["data"], "lshw": "nothing"}
    data["dmidecode"] = "Handle 0x0001, DMI type 1, 27 bytes\nSystem Information\n\tSerial Number: PF0MLT\n"
    assert read_inventory(raw(json.dumps({"type": "Snapshot", "data": data}))).gaps == (BLIND,)
