"""Which disks each tool shows, each once, and why it may leave out others."""

from __future__ import annotations

import pytest

from equipment.evidence.recognize import read_inventory
from equipment.models import Gap, Technology

from .storage_trees import (
    EMMC_SIZE,
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
    "an NVMe controller without disk, of a maker of card readers": (
        lshw(sata(disk()), nvme(product="RTS5765DL NVMe SSD Controller (DRAM-less)")),
        SATA,
        (BARE,),
    ),
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
    "what stands on the bus for a disk that VMD took": (
        lshw(
            sata(disk()),
            node("generic:2", "generic", product="RST VMD Managed Controller", businfo="pci@0000:00:06.0"),
        ),
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
    "no storage at all": (lshw(usb(disk("USB00MLT"))), [], (BLIND,)),
    "a disk without a number": (lshw(sata(disk(""))), [""], (UNKNOWN,)),
    "a number that lshw took away": (lshw(sata(disk("[REMOVED]"))), [""], (UNKNOWN,)),
    "a disk without a size": (lshw(sata(disk(size=None))), SATA, (UNKNOWN,)),
    "a name of a disk on a node of no class": (
        lshw(sata(disk()), node("thing", "generic", logicalname="/dev/sdb")),
        SATA,
        (UNKNOWN,),
    ),
    "the same behind another name": (
        lshw(sata(disk()), node("thing", "generic", logicalname=["hwmon1", "/dev/sdb"])),
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
        ordinary = built.seen and not built.hidden and tool != "lsblk"
        honest = not gaps if ordinary else bool(gaps) or not built.hidden
        if [serial for serial in sorted(disks) if serial] != sorted(built.seen) or not honest:
            wrong.append((seed, disks, built.seen, gaps, built.hidden))
    assert wrong == []
