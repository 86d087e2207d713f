"""What a file says of one machine: facts in known units, whatever the tool that wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from equipment.evidence.values import real_name, real_serial
from equipment.makers import maker_key
from equipment.models import ComponentKind, EvidenceFormat, Gap, Technology
from equipment.states import Kind

# What of the gaps shows that something in there stores data, or is made to.
SHOWING_STORAGE = frozenset({Gap.BARE_CONTROLLER, Gap.HIDDEN_BY_RAID, Gap.UNKNOWN_DISK})
# They tell of some disks and of no machine: somebody says whose they are.
LISTS_OF_DISKS = frozenset({EvidenceFormat.LSBLK, EvidenceFormat.NVME, EvidenceFormat.SMARTCTL})
MEGABYTE = 2**20
GIGABYTE = 10**9
_FLASH = re.compile(r"\b(ssd|nvme|emmc|mmc|m\.2|flash|solid state)|SSD|mmcblk|nvme", re.IGNORECASE)
_SPINS = re.compile(r"\b(hdd|[0-9]{4,5}\s?rpm)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A part that was seen inside. `size` in bytes; in mWh for a battery."""

    kind: ComponentKind
    maker: str = ""
    model: str = ""
    serial: str = ""
    size: int | None = None
    technology: str = ""

    @classmethod
    def seen(
        cls, kind: ComponentKind, *, maker: Any = "", model: Any = "", serial: Any = "", **facts: Any
    ) -> Part:
        """Return a part from what a file says, without what makers forgot to fill in."""
        return cls(kind, real_name(maker, 60), real_name(model, 80), real_serial(serial), **facts)


@dataclass(frozen=True)
class Snapshot:
    """A machine as one file tells it. What the file does not say is empty.

    `gaps`: why the file may leave out a disk that is inside. Without a gap, a machine in which it lists no
    disk still has to be opened. `notes`: what was mended in the file to read it, for people.
    """

    format: EvidenceFormat
    kind: Kind = Kind.OTHER
    maker: str = ""
    model: str = ""
    serial: str = ""
    processor: str = ""
    memory: int | None = None
    battery_percent: int | None = None
    parts: tuple[Part, ...] = ()
    gaps: tuple[Gap, ...] = field(default=(), compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def complete(self) -> bool:
        """Whether every disk inside is listed, so that one that is missing has been taken out."""
        return bool(self.disks) and not self.gaps

    @cached_property
    def disks(self) -> tuple[Part, ...]:
        """The disks inside."""
        return self.of_kind(ComponentKind.STORAGE)

    @property
    def shows_storage(self) -> bool:
        """Whether the file shows a disk inside, or what one hangs from: nobody may say that there is none."""
        return bool(self.disks) or not SHOWING_STORAGE.isdisjoint(self.gaps)

    @cached_property
    def board(self) -> Part | None:
        """The main board, when the file names it."""
        return next(iter(self.of_kind(ComponentKind.OTHER)), None)

    def of_kind(self, kind: ComponentKind) -> tuple[Part, ...]:
        """Return the parts of one kind."""
        return tuple(part for part in self.parts if part.kind == kind)

    @property
    def maker_key(self) -> str:
        """The maker as serial numbers name it."""
        return maker_key(self.maker)

    @property
    def says_which(self) -> bool:
        """Whether anything in it tells this machine from another one."""
        if self.format in LISTS_OF_DISKS:
            return False
        return bool(self.serial or any(part.serial for part in (*self.disks, *filter(None, [self.board]))))

    def fields(self) -> dict[str, Any]:
        """Return the columns of a machine that the file fills; what it does not say is left out."""
        modules = sum(part.size or 0 for part in self.of_kind(ComponentKind.MEMORY))
        storage = sum(part.size or 0 for part in self.disks)
        said = {
            "kind": self.kind if self.kind != Kind.OTHER else "",
            "maker": self.maker,
            "model": self.model,
            "processor": self.processor,
            # Memory that is soldered beside modules is announced, and listed without a size.
            "memory_mb": max(modules, self.memory or 0) // MEGABYTE,
            # A list of some disks says nothing of them all.
            "storage_gb": 0 if self.format in LISTS_OF_DISKS else round(storage / GIGABYTE),
            "battery_percent": self.battery_percent,
        }
        return {name: value for name, value in said.items() if value}


def technology_of(*words: Any) -> str:
    """Return how a disk keeps its data, from what is said of it; « unknown » when nothing tells."""
    said = " ".join(word for word in words if isinstance(word, str))[:400]
    if _FLASH.search(said):
        return Technology.SSD
    return Technology.HDD if _SPINS.search(said) else Technology.UNKNOWN


# Chassis as SMBIOS, lshw, GLPI and Workbench name them (SMBIOS 3.6, table 17), letters only.
_CHASSIS = {
    Kind.LAPTOP: ("laptop", "notebook", "portable", "subnotebook", "convertible", "netbook", "detachable"),
    Kind.ALL_IN_ONE: ("allinone",),
    Kind.TABLET: ("tablet",),
    Kind.PHONE: ("smartphone", "mobile", "handheld"),
    Kind.DESKTOP: (
        "desktop",
        "tower",
        "pizzabox",
        "spacesaving",
        "minipc",
        "stickpc",
        "server",
        "microtower",
    ),
}


def kind_of(*words: Any) -> Kind:
    """Return the kind of machine that a chassis or a description names, OTHER when none is known."""
    said = re.sub(r"[^a-z]", "", " ".join(word for word in words if isinstance(word, str)).casefold()[:200])
    return next((kind for kind, names in _CHASSIS.items() if any(name in said for name in names)), Kind.OTHER)
