"""Which disks each tool shows, each once, and why it may leave out others."""

from __future__ import annotations

import json

import pytest

from equipment.evidence.errors import EvidenceRefused
from equipment.evidence.recognize import read_erasure, read_inventory
from equipment.evidence.units import in_bytes
from equipment.models import EvidenceFormat, Gap, Technology

from .evidence_samples import DATA, INVENTORIES, document, raw, sample
from .storage_trees import (
    EMMC_SIZE,
    SIZE,
    as_xml,
    build,
    controller,
    disk,
    emmc,
    glpi,
    lsblk,
    lshw,
    mmc_host,
    node,
    nvme,
    nvme_disk,
    optical,
    raid,
    row,
    sata,
    sd_card,
    usb,
)

BARE, HIDDEN, UNKNOWN, BLIND, PARTIAL = (
    Gap.BARE_CONTROLLER,
    Gap.HIDDEN_BY_RAID,
    Gap.UNKNOWN_DISK,
    Gap.BLIND_TOOL,
    Gap.PARTIAL,
)
SATA = ["W620MLT1"]
REMOVABLE = {"capabilities": {"removable": True}}
VMD = "Volume Management Device NVMe RAID Controller"
CARD = {"size": EMMC_SIZE, "description": "SCSI Disk"}

# The machine, the disks in it, why others may be.
TREES = {
    "a SATA disk": (lshw(sata(disk(), optical())), SATA, ()),
    "a disk in a bay that says removable": (lshw(sata(disk(**REMOVABLE))), SATA, ()),
    "an eMMC": (lshw(mmc_host(emmc())), ["1A2B3C4D"], ()),
    "an eMMC beside a SATA disk": (lshw(sata(disk()), mmc_host(emmc())), ["W620MLT1", "1A2B3C4D"], ()),
    "an eMMC as older versions name it": (
        lshw(
            mmc_host(
                node("card", "disk", description="SD/MMC Card", serial="439041101", size=EMMC_SIZE),
                description="MMC host",
            )
        ),
        ["1A2B3C4D"],
        (),
    ),
    "an eMMC that nothing reads": (
        lshw(sata(disk()), mmc_host(node("device", "generic", description="SD/MMC Device", serial="4321"))),
        ["W620MLT1", "000010E1"],
        (UNKNOWN,),
    ),
    "a host of eMMC without any": (lshw(sata(disk()), mmc_host(product="eMMC Controller")), SATA, (BARE,)),
    "a host that an old version did not look into": (
        lshw(sata(disk()), mmc_host(logicalname="", description="SD Host controller")),
        SATA,
        (BARE,),
    ),
    "a card left in its slot": (lshw(sata(disk()), mmc_host(sd_card())), SATA, ()),
    "a card that says it is both": (lshw(sata(disk()), mmc_host(sd_card(kind="SDcombo"))), SATA, ()),
    "a card in a reader of the PCI bus": (
        lshw(sata(disk()), controller("scsi", "Card reader", disk(product="SD/MMC", **CARD, **REMOVABLE))),
        SATA,
        (),
    ),
    "an empty reader": (lshw(sata(disk()), mmc_host(product="RTS525A PCI Express Card Reader")), SATA, ()),
    "a wireless card of SDIO": (
        lshw(sata(disk()), mmc_host(node("device", "generic", description="SDIO Device", serial="0"))),
        SATA,
        (),
    ),
    "a floppy controller of plug and play": (lshw(sata(disk()), node("pnp00:02", "storage")), SATA, ()),
    "what is plugged in": (lshw(sata(disk()), usb(disk("USB00MLT"))), SATA, ()),
    "an NVMe disk": (lshw(nvme_disk(businfo="pci@0000:02:00.0")), ["EX5AMPLE042"], ()),
    "an NVMe disk far from its controller": (lshw(nvme(), beside=(nvme_disk(),)), ["EX5AMPLE042"], ()),
    "an NVMe disk that the newest versions name on its room": (
        lshw(nvme(disk("EX5AMPLE042", product="BC711", description="NVMe disk"))),
        ["EX5AMPLE042"],
        (),
    ),
    "an NVMe controller without disk": (lshw(sata(disk()), nvme()), SATA, (BARE,)),
    "two NVMe controllers and one disk": (
        lshw(nvme(), nvme(), beside=(nvme_disk(),)),
        ["EX5AMPLE042"],
        (BARE,),
    ),
    "an NVMe disk behind VMD that is driven": (
        lshw(raid(product=VMD, driver="vmd"), nvme(), beside=(nvme_disk(),)),
        ["EX5AMPLE042"],
        (HIDDEN,),
    ),
    "an NVMe disk behind VMD that nothing drives": (
        lshw(sata(disk()), raid(product=VMD, driver="")),
        SATA,
        (HIDDEN,),
    ),
    "a mode that may hide NVMe disks": (
        lshw(raid(disk(), product="82801 Mobile SATA Controller [RAID mode]")),
        SATA,
        (HIDDEN,),
    ),
    "the same mode of a chip that cannot": (
        lshw(raid(disk(), businfo="pci@0000:00:1f.2", product="82801 Mobile SATA Controller [RAID mode]")),
        SATA,
        (),
    ),
    "a volume of a hardware RAID": (
        lshw(raid(disk("6003048MLT", product="LOGICAL VOLUME", vendor="HP"), driver="hpsa")),
        [],
        (HIDDEN,),
    ),
    "a volume of PERC on a controller that says SCSI": (
        lshw(controller("scsi", "SCSI storage controller", disk("6003048MLT", product="PERC H310"))),
        [],
        (HIDDEN,),
    ),
    "disks that a RAID controller hands on": (
        lshw(raid(disk(), driver="mvsas", businfo="pci@0000:01:00.0")),
        SATA,
        (HIDDEN,),
    ),
    "a second SATA controller without disk": (lshw(sata(disk()), sata()), SATA, (BARE,)),
    "a second one with the DVD drive": (lshw(sata(disk()), sata(optical())), SATA, ()),
    "a SATA controller with a DVD drive alone": (lshw(sata(optical())), [], (BARE,)),
    "a SAS controller without disk": (
        lshw(sata(disk()), controller("sas", "Serial Attached SCSI controller", driver="mpt3sas")),
        SATA,
        (BARE,),
    ),
    "a controller that nothing drives": (lshw(nvme_disk(), sata(driver="")), ["EX5AMPLE042"], (BARE,)),
    "disks that old versions hang beside their controller": (
        lshw(sata(), on_core=(node("scsi:0", "storage", disk()), node("scsi:1", "storage", optical()))),
        SATA,
        (),
    ),
    "two controllers and one such disk": (
        lshw(sata(), sata(), on_core=(node("scsi", "storage", disk()),)),
        SATA,
        (BARE,),
    ),
    "cables of IDE without a disk": (
        lshw(sata(disk()), controller("ide", "IDE interface", driver="ata_piix")),
        SATA,
        (),
    ),
    "IDE without any disk": (lshw(controller("ide", "IDE interface", driver="ata_piix")), [], (BARE,)),
    "remote management": (
        lshw(sata(disk()), controller("ide", "IDE interface", product="PT IDER Controller", driver="")),
        SATA,
        (),
    ),
    "a disk without a number": (lshw(sata(disk(""))), [""], (UNKNOWN,)),
    "a number that lshw took away": (lshw(sata(disk("[REMOVED]"))), [""], (UNKNOWN,)),
    "a disk without a size": (lshw(sata(disk(size=None))), SATA, (UNKNOWN,)),
    "a name of a disk on a node of no class": (
        lshw(sata(disk()), node("thing", "generic", logicalname="/dev/sdb")),
        SATA,
        (UNKNOWN,),
    ),
}


def shown(file):
    snapshot = read_inventory(file)
    return [part.serial for part in snapshot.disks], snapshot.gaps


@pytest.mark.parametrize("case", TREES)
def test_lshw_shows_each_disk_once_and_says_what_it_may_hide(case):
    file, disks, gaps = TREES[case]
    assert shown(file) == (disks, gaps)


@pytest.mark.parametrize("case", TREES)
def test_lshw_says_the_same_in_xml(case):
    file, disks, gaps = TREES[case]
    assert shown(as_xml(file)) == (disks, gaps)


def test_an_emmc_is_flash_memory_of_its_size():
    (found,) = read_inventory(lshw(mmc_host(emmc()))).disks
    assert (found.model, found.size, found.technology, found.maker) == (
        "DF4064",
        EMMC_SIZE,
        Technology.SSD,
        "",
    )


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


def test_what_lshw_says_beside_a_list_of_workbench_is_heard():
    tree = json.loads(lshw(sata(disk()), nvme()).data)
    told = {"type": "HardDrive", "serialNumber": "W620MLT1", "size": 500107.0}
    file = {"device": {"type": "Desktop"}, "components": [told], "debug": {"lshw": tree}}
    assert shown(raw(json.dumps(file))) == (SATA, (BARE,))


def test_decimals_of_any_length_are_read():
    assert in_bytes("500107.86201599997", "mb") == 500107862016


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ([node("memory:0", "memory", description="System Memory", size=2**33)], 8192),
        ([node("memory", "memory", node("bank:0", "memory"), size=2**33)], 8192),
        ([node("memory", "memory", node("bank:0", "memory", size=2**32), size=2**33)], 8192),
        ([node("flash", "memory", node("bank", "memory", size=2**23), description="Flash Memory")], None),
        ([node("memory:1", "memory", node("bank", "memory", size=2**23), description="Flash Memory")], None),
        ([node("firmware", "memory", description="BIOS", size=2**20)], None),
    ],
)
def test_memory_is_what_is_soldered_too_and_no_flash_of_the_firmware(children, expected):
    assert read_inventory(lshw(on_core=tuple(children))).fields().get("memory_mb") == expected


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


@pytest.mark.parametrize("inventory", INVENTORIES, ids=lambda path: path.name)
def test_an_ordinary_machine_asks_nothing_and_needed_no_mending(inventory):
    snapshot = read_inventory(sample(inventory.name))
    assert (snapshot.complete, snapshot.gaps, snapshot.notes) == (True, (), ())


def test_dmidecode_lists_no_disk():
    data = {**document("workbench-2025.json")["data"], "lshw": "nothing"}
    data["dmidecode"] = "Handle 0x0001, DMI type 1, 27 bytes\nSystem Information\n\tSerial Number: PF0MLT\n"
    assert read_inventory(raw(json.dumps({"type": "Snapshot", "data": data}))).gaps == (BLIND,)


SEEDS = range(300)


@pytest.mark.parametrize("tool", ["lshw", "xml", "lsblk", "glpi"])
def test_no_inventory_that_hides_a_disk_is_without_gap_and_every_disk_is_found_once(tool):
    wrong = []
    for seed in SEEDS:
        built = build(seed)
        file = {
            "lshw": lambda built=built: lshw(*built.lshw, beside=tuple(built.beside)),
            "xml": lambda built=built: as_xml(lshw(*built.lshw, beside=tuple(built.beside))),
            "lsblk": lambda built=built: lsblk(*built.rows),
            "glpi": lambda built=built: glpi(*built.storages, controllers=tuple(built.controllers)),
        }[tool]()
        disks, gaps = shown(file)
        asks = bool(gaps) if tool != "lsblk" else BLIND in gaps
        honest = asks if built.hidden or tool == "lsblk" else not gaps
        if [serial for serial in sorted(disks) if serial] != sorted(built.seen) or not honest:
            wrong.append((seed, disks, built.seen, gaps, built.hidden))
    assert wrong == []
