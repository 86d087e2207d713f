"""What names say of a thing that stores data, whatever the tool: a controller that hides its disks, a volume
that several of them make, a reader of cards, an optical drive."""

from __future__ import annotations

import re
from typing import Any

_HIDES = re.compile(
    r"(?<!non-)\braid|raid\s(bus\s)?controller|\braid\d?\b|\brste?\b|rapid storage|\bvmd\b|volume management"
    r"|megaraid|\bperc\b|smart array|serveraid|\bmegasas\b|\b3ware\b",
    re.IGNORECASE,
)
_HIDING_DRIVERS = re.compile(
    r"^(vmd|iasto\w+|megaraid\w*|hpsa|cciss|smartpqi|aacraid|arcmsr|3w-\w+|ips|dac960|gdth|mvumi|hptiop|stex)$",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"logical\s?(volume|drive)|virtual\s?(disk|drive)|\bperc\b|megaraid|serveraid|smart array|dellboss"
    r"|\braid[\s_-]?\d*\b|\bmr9\d{3}|\bsas\d{4}\b.*\bvd\b|storage space|intel volume",
    re.IGNORECASE,
)
_READER = re.compile(
    r"card\s?reader|flash media|memory stick|smart\s?media|compact\s?flash|\bxd\b|\bsd\b.*\bms\b|sd/mmc"
    r"|\bsd card|\bsdxc\b|\bm2\b.*\bsd\b|multi-?card|\btifm|\brts5\d{3}|\brtsx|\bjmb38"
    # Their hosts of cards read cards alone.
    r"|\bricoh\b|\bo2\s?micro|\bbayhub|texas instruments|\bene tech|\balcor\b|\bgenesys\b",
    re.IGNORECASE,
)
_OPTICAL = re.compile(
    r"\bcd\b|cd-?rom|\bdvd|blu-?ray|\bbd-?(rom|re|r)\b|\bodd\b|/dev/(sr\d|cdrom|dvd)|^sr\d", re.IGNORECASE
)
# A port of Intel's remote management that shows a drive of somebody else's computer.
_REDIRECTED = re.compile(r"\bide-?r\b|\bider\b", re.IGNORECASE)


def _said(words: tuple[Any, ...]) -> str:
    return " | ".join(word for word in words if isinstance(word, str))[:600]


def hides_disks(*words: Any, driver: Any = "") -> bool:
    """Tell whether a controller works in a mode in which its disks may not be seen: RAID, RST, VMD."""
    return bool(_HIDES.search(_said(words)) or _HIDING_DRIVERS.match(_said((driver,))))


def is_volume(*words: Any) -> bool:
    """Tell whether what looks like a disk is a volume that a RAID controller makes of others."""
    return bool(_VOLUME.search(_said(words)))


def reads_cards(*words: Any) -> bool:
    """Tell whether it is a reader of cards, which holds nothing of its own."""
    return bool(_READER.search(_said(words)))


def is_optical(*words: Any) -> bool:
    """Tell whether it reads or burns discs."""
    return bool(_OPTICAL.search(_said(words)))


def is_redirected(*words: Any) -> bool:
    """Tell whether a controller stands for a drive elsewhere."""
    return bool(_REDIRECTED.search(_said(words)))
