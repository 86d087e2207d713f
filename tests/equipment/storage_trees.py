"""Machines made to measure, as lshw, lsblk and GLPI would show them, and what they hold.

`Built` knows the disks that were put in and those that the tool cannot show: it is what a reading is held to.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any

from .evidence_samples import RawFile, raw

Node = dict[str, Any]
SIZE = 500_107_862_016
EMMC_SIZE = 62_537_072_640


def node(id_: str, class_: str, *children: Node, **facts: Any) -> Node:
    """Return a node of lshw."""
    return {"id": id_, "class": class_, **facts, **({"children": list(children)} if children else {})}


def controller(id_: str, description: str, *children: Node, driver: str = "ahci", **facts: Any) -> Node:
    """Return a controller on the PCI bus."""
    facts.setdefault("businfo", "pci@0000:00:17.0")
    driven = {"configuration": {"driver": driver}} if driver else {}
    return node(id_, "storage", *children, description=description, **driven, **facts)


def sata(*children: Node, **facts: Any) -> Node:
    """Return a SATA controller."""
    return controller("sata", "SATA controller", *children, **facts)


def raid(*children: Node, **facts: Any) -> Node:
    """Return a controller in RAID mode."""
    return controller("raid", "RAID bus controller", *children, **facts)


def nvme(*children: Node, **facts: Any) -> Node:
    """Return an NVMe controller on the PCI bus, without what makes it a disk."""
    said = {"description": "Non-Volatile memory controller", "product": "Gold P31 SSD", "driver": "nvme"}
    return controller("nvme", said.pop("description"), *children, **{**said, **facts})


def nvme_disk(serial: str = "EX5AMPLE042", **facts: Any) -> Node:
    """Return what lshw adds to an NVMe controller that it sees as a disk."""
    rooms = [
        node("namespace:0", "disk", logicalname="hwmon2"),
        node("namespace:1", "disk", logicalname="/dev/ng0n1"),
        node("namespace:2", "disk", logicalname="/dev/nvme0n1", size=SIZE, businfo="nvme@0:1"),
    ]
    said = {"description": "NVMe device", "product": "BC711 NVMe", "logicalname": "/dev/nvme0"}
    return node("nvme0", "storage", *rooms, serial=serial, **{**said, **facts})


def disk(serial: str = "W620MLT1", *, product: str = "ST500LM021-1KJ15", **facts: Any) -> Node:
    """Return a disk of SATA."""
    said = {"description": "ATA Disk", "logicalname": "/dev/sda", "size": SIZE, **facts}
    return node("disk", "disk", product=product, serial=serial, **said)


def optical() -> Node:
    """Return a DVD drive."""
    return node("cdrom", "disk", description="DVD-RAM writer", logicalname=["/dev/cdrom", "/dev/sr0"])


def mmc_host(
    *children: Node, product: str = "SDA Standard Compliant SD Host Controller", **facts: Any
) -> Node:
    """Return a host of cards and of eMMC."""
    said = {"description": "MMC Host", "logicalname": "mmc0", "businfo": "pci@0000:00:1c.0", **facts}
    driver = {"configuration": {"driver": "sdhci-pci"}}
    return node("generic:1", "bus", *children, product=product, vendor="Intel Corporation", **driver, **said)


def emmc(serial: int = 0x1A2B3C4D) -> Node:
    """Return a soldered eMMC."""
    rooms = [
        node("interface:0", "generic", logicalname="/dev/mmcblk0rpmb"),
        node("interface:1", "generic", logicalname="/dev/mmcblk0", size=EMMC_SIZE),
        node("interface:2", "generic", logicalname="/dev/mmcblk0boot0", size=4194304),
    ]
    said = {"description": "SD/MMC Device", "product": "DF4064", "vendor": "Unknown (69)"}
    return node("device", "generic", *rooms, serial=str(serial), capabilities={"mmc": True}, **said)


def sd_card(*, kind: str = "sd") -> Node:
    """Return a card in its slot."""
    said = {"description": "SD Card", "product": "SL64G", "serial": "3405691582"}
    return node(
        "device", "disk", logicalname="/dev/mmcblk1", size=EMMC_SIZE, capabilities={kind: True}, **said
    )


def usb(*children: Node) -> Node:
    """Return a thing plugged in."""
    return node("usb", "storage", *children, businfo="usb@1:2", description="Mass storage device")


def lshw(*inside: Node, beside: tuple[Node, ...] = (), on_core: tuple[Node, ...] = ()) -> RawFile:
    """Return the inventory of a machine with these nodes on its PCI bus."""
    core = node("core", "bus", node("pci", "bridge", *inside), *on_core, product="0TQW9K")
    whole = node("poste", "system", core, *beside, product="Latitude 5420", serial="MLT5420")
    return raw(json.dumps(whole))


def as_xml(inventory: RawFile) -> RawFile:
    """Return the same inventory as `lshw -xml` writes it."""
    return raw(f'<?xml version="1.0"?>\n<list>{_xml(json.loads(inventory.data))}</list>')


def _xml(one: Node) -> str:
    inner = "".join(
        f"<{name}>{value}</{name}>"
        for name, value in one.items()
        if name in {"description", "product", "vendor", "serial", "size", "businfo"}
    )
    names = one.get("logicalname", [])
    inner += "".join(
        f"<logicalname>{name}</logicalname>" for name in (names if isinstance(names, list) else [names])
    )
    inner += "".join(f'<setting id="{k}" value="{v}"/>' for k, v in one.get("configuration", {}).items())
    inner += "".join(f'<capability id="{name}"/>' for name in one.get("capabilities", {}))
    inner += "".join(_xml(child) for child in one.get("children", []))
    return f'<node id="{one["id"]}" class="{one["class"]}">{inner}</node>'


def glpi(*storages: Node, controllers: tuple[Node, ...] = (), **content: Any) -> RawFile:
    """Return an inventory of GLPI with these storages."""
    bios = {"ssn": "CZC6MLT001", "smodel": "ProDesk", "smanufacturer": "HP"}
    inside = {"bios": bios, "hardware": {"chassis_type": "Desktop"}, "storages": list(storages), **content}
    return raw(json.dumps({"itemtype": "Computer", "content": {**inside, "controllers": list(controllers)}}))


def lsblk(*rows: Node) -> RawFile:
    """Return what lsblk prints of these devices."""
    return raw(json.dumps({"blockdevices": list(rows)}))


def row(name: str, **columns: Any) -> Node:
    """Return a row of lsblk: a SATA disk, but for what is given."""
    common = {"model": "ST500LM021", "serial": "W620MLT1", "size": SIZE, "type": "disk", "tran": "sata"}
    return {"name": name, "rota": True, "rm": False, **common, **columns}


@dataclass
class Built:
    """A machine made at random: the serial numbers that a tool shows, and whether it leaves out a disk."""

    seen: list[str] = field(default_factory=list)
    hidden: int = 0
    lshw: list[Node] = field(default_factory=list)
    beside: list[Node] = field(default_factory=list)
    storages: list[Node] = field(default_factory=list)
    controllers: list[Node] = field(default_factory=list)
    rows: list[Node] = field(default_factory=list)


def build(seed: int) -> Built:
    """Return a machine of up to four things that store data, shown or hidden, among things that do not."""
    chance = random.Random(seed)
    built = Built()
    for place in range(chance.randint(1, 4)):
        _put(built, chance.choice(KINDS), f"SN{seed:04}MLT{place}", place, chance)
    if chance.random() < 0.5:
        built.lshw.append(usb(disk("USB00MLT", logicalname="/dev/sdz")))
        built.storages.append({"name": "sdz", "interface": "USB", "disksize": 31037, "serial": "USB00MLT"})
        built.rows.append(row("sdz", tran="usb", serial="USB00MLT"))
    if chance.random() < 0.5 and not built.hidden:
        built.lshw.append(mmc_host(product="RTS525A PCI Express Card Reader", logicalname="mmc9"))
    return built


KINDS = ("sata", "bay", "nvme", "apart", "emmc", "unread", "dead_nvme", "vmd", "volume", "card", "unnamed")


def _put(built: Built, kind: str, serial: str, place: int, chance: random.Random) -> None:
    letter, size = "abcd"[place], 500_107
    shown = {"name": f"sd{letter}", "serial": serial, "disksize": size, "model": "ST500", "interface": "SATA"}
    if kind in {"sata", "bay"}:
        removable = {"capabilities": {"removable": True}} if kind == "bay" else {}
        built.lshw.append(sata(disk(serial, logicalname=f"/dev/sd{letter}", **removable)))
        built.storages.append({**shown, "type": "removable" if kind == "bay" else "disk"})
        built.rows.append(row(f"sd{letter}", serial=serial, rm=kind == "bay"))
        built.seen.append(serial)
    elif kind in {"nvme", "apart"}:
        names = {"logicalname": f"/dev/nvme{place}"}
        if kind == "apart":
            built.lshw.append(nvme())
            built.beside.append(nvme_disk(serial, **names))
        else:
            built.lshw.append(nvme_disk(serial, businfo="pci@0000:02:00.0", **names))
        built.storages.append({**shown, "name": f"nvme{place}n1", "interface": "NVME"})
        built.controllers.append({"pciclass": "0108", "type": "Non-Volatile memory controller"})
        built.rows.append(row(f"nvme{place}n1", serial=serial, tran="nvme", rota=False))
        built.seen.append(serial)
    elif kind == "emmc":
        number = chance.randrange(0x2000_0000, 0xF000_0000)
        built.lshw.append(mmc_host(emmc(number), logicalname=f"mmc{place}"))
        built.storages.append({**shown, "interface": "MMC", "serial": f"{number:08x}", "type": "SSD"})
        block = f"mmcblk{place}"
        for name in (block, f"{block}boot0", f"{block}boot1"):
            built.rows.append(row(name, serial=f"0x{number:08x}", tran="mmc", model=None))
        built.seen.append(f"{number:08X}")
    elif kind == "card":
        built.lshw.append(mmc_host(sd_card(), logicalname=f"mmc{place}"))
        built.storages.append({**shown, "interface": "SD", "model": "SDXC Card"})
    elif kind == "unnamed":
        built.hidden += 1
        built.lshw.append(sata(node("disk", "disk", logicalname=f"/dev/sd{letter}", product="ST500")))
        built.storages.append({"name": f"sd{letter}", "interface": "SATA", "model": "ST500"})
        built.rows.append(row(f"sd{letter}", serial=None, size=None))
    else:
        _hide(built, kind, shown, letter)


def _hide(built: Built, kind: str, shown: Node, letter: str) -> None:
    built.hidden += 1
    if kind == "unread":
        built.lshw.append(controller("sas", "Serial Attached SCSI controller", driver=""))
        built.controllers.append({"pciclass": "0104", "type": "RAID bus controller", "name": "SAS2008"})
    elif kind == "dead_nvme":
        built.lshw.append(nvme())
        built.controllers.append({"pciclass": "0108", "type": "Non-Volatile memory controller"})
    elif kind == "vmd":
        built.lshw.append(raid(product="Volume Management Device NVMe RAID Controller", driver="vmd"))
        built.controllers.append({"pciclass": "0104", "type": "RAID bus controller", "driver": "vmd"})
    else:
        built.lshw.append(
            controller("scsi", "SCSI storage controller", disk("6003048MLT", product="LOGICAL VOLUME"))
        )
        built.storages.append({**shown, "model": "LOGICAL VOLUME", "interface": "SCSI"})
        built.rows.append(row(f"sd{letter}", model="LOGICAL VOLUME", tran=None))
