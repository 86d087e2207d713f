"""What a machine is good for, in words that need no knowledge of computers."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from equipment.states import Kind

if TYPE_CHECKING:
    from equipment.models import Machine

COMPUTERS = (Kind.DESKTOP, Kind.ALL_IN_ONE, Kind.LAPTOP)
MEGABYTES = 1024
# Makers of disks count by thousands.
GIGABYTES = 1000
CENTIMETRES_IN_AN_INCH = Decimal("2.54")
# Processors that open one thing at a time, and those that do several heavy things at once.
SLOW = re.compile(r"\b(atom|celeron|sempron|pentium|core ?(2|\(tm\)2)|e[12]-\d|a[46]-\d)", re.IGNORECASE)
FAST = re.compile(r"\b(i[579]-(?:[6-9]|1\d)\d{2,3}|ryzen [579]|m[1-4]\b|xeon)", re.IGNORECASE)
# From what part of its first capacity a battery is called good, then short.
GOOD_BATTERY, SHORT_BATTERY = 80, 50


class Power(IntEnum):
    """What a computer is enough for."""

    MAIL = 1
    WEB = 2
    OFFICE = 3
    PICTURES = 4


# The least memory, in megabytes, for each; a little is often taken by the graphics.
_LEAST_MEMORY = ((15_000, Power.PICTURES), (7_000, Power.OFFICE), (3_500, Power.WEB))


def power_of(machine: Machine) -> Power | None:
    """Return what the machine is enough for; None when it is no computer, or its memory is unknown."""
    if machine.kind not in COMPUTERS or not machine.memory_mb:
        return None
    by_memory = next((power for least, power in _LEAST_MEMORY if machine.memory_mb >= least), Power.MAIL)
    if FAST.search(machine.processor):
        return by_memory
    return min(by_memory, Power.WEB if SLOW.search(machine.processor) else Power.OFFICE)


def good_for(machine: Machine) -> str:
    """Return what the machine is enough for in a sentence; nothing when nobody can tell."""
    power = power_of(machine)
    return _SENTENCES[power]() if power else ""


_SENTENCES = {
    Power.MAIL: lambda: _("Enough to read your mail and to write letters"),
    Power.WEB: lambda: _("Enough for the web, mail and online services"),
    Power.OFFICE: lambda: _("Enough for office work and video calls"),
    Power.PICTURES: lambda: _("Enough for office work, video calls, and photo or video editing"),
}


def specifications(machine: Machine) -> list[str]:
    """Return what is known of the machine, each thing in a few words: « 8 Go de mémoire »."""
    known = (
        format_memory(machine.memory_mb),
        format_storage(machine.storage_gb),
        format_screen(machine.screen_inches),
        format_battery(machine.battery_percent),
        _("%(system)s installed") % {"system": machine.system} if machine.system else "",
    )
    return [words for words in known if words]


def format_memory(megabytes: int | None) -> str:
    """Return the memory in words, in gigabytes of 1 024 megabytes."""
    if not megabytes:
        return ""
    if megabytes < MEGABYTES:
        return _("%(size)s MB of memory") % {"size": megabytes}
    return _("%(size)s GB of memory") % {"size": number_format(round(megabytes / MEGABYTES))}


def format_storage(gigabytes: int | None) -> str:
    """Return in words what the disk holds."""
    if not gigabytes:
        return ""
    return _("%(size)s for your files") % {"size": disk_size(gigabytes)}


def disk_size(gigabytes: int) -> str:
    """Return what a disk holds as its box says it, in gigabytes of 10⁹: « 256 Go », « 1 To », « 1,5 To »."""
    if gigabytes < GIGABYTES:
        return _("%(size)s GB") % {"size": number_format(gigabytes)}
    terabytes = round(Decimal(gigabytes) / GIGABYTES, 1)
    whole = terabytes == int(terabytes)
    return _("%(size)s TB") % {"size": number_format(int(terabytes) if whole else terabytes)}


def format_screen(inches: Decimal | None) -> str:
    """Return the diagonal of the screen in centimetres, as a ruler finds it."""
    if not inches:
        return ""
    centimetres = round(Decimal(inches) * CENTIMETRES_IN_AN_INCH)
    return _("screen of %(size)d cm (%(inches)s inches)") % {
        "size": centimetres,
        "inches": number_format(Decimal(inches).normalize()),
    }


def format_battery(percent: int | None) -> str:
    """Return what to expect of a battery that still holds `percent` of its first capacity."""
    if percent is None:
        return ""
    if percent >= GOOD_BATTERY:
        words = _("the battery lasts almost as on the first day (%(percent)d %%)")
    elif percent >= SHORT_BATTERY:
        words = _("the battery lasts less long than on the first day (%(percent)d %%)")
    else:
        words = _("the battery lasts little: keep the charger with you (%(percent)d %%)")
    return words % {"percent": percent}
