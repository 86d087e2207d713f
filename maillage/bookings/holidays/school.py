"""French school holidays, by zone: read from `school_holidays.json`, which names its source.

The ministry of education splits the mainland in zones A, B and C. Corsica and the overseas
territories set their own calendar, which is out of scope here: they have no zone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

DATA_FILE = Path(__file__).parent / "school_holidays.json"
ZONES = ("A", "B", "C")
NAMES = {
    "toussaint": _("autumn half-term holidays"),
    "noel": _("Christmas holidays"),
    "hiver": _("winter holidays"),
    "printemps": _("spring holidays"),
    "ascension": _("Ascension bridge"),
    "ete": _("summer holidays"),
}


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of one zone: from `start`, without class, to `resume`, when classes begin again."""

    name: str
    zone: str
    start: date
    resume: date


def school_holiday(day: date, zone: str) -> str:
    """Return the name of the school holiday of `zone` on `day`, or an empty string.

    `zone` is A, B or C; anything else (« no zone ») has no holidays.
    """
    for holiday in _holidays():
        if holiday.zone == zone and holiday.start <= day < holiday.resume:
            return gettext(NAMES[holiday.name])  # type: ignore[arg-type]
    return ""


def zone_of(department: str) -> str:
    """Return the zone of a département (« 35 » is in B), empty when it has none or is unknown."""
    return _zones().get(department, "")


def known_until() -> date:
    """Return the first day for which the calendar is not in the data file."""
    return max(holiday.resume for holiday in _holidays())


@cache
def _data() -> dict[str, dict[str, list]]:  # type: ignore[type-arg]
    with DATA_FILE.open(encoding="utf-8") as file:
        data: dict[str, dict[str, list]] = json.load(file)  # type: ignore[type-arg]
    return data


@cache
def _holidays() -> tuple[Holiday, ...]:
    return tuple(
        Holiday(entry["name"], zone, date.fromisoformat(start), date.fromisoformat(resume))
        for entries in _data()["years"].values()
        for entry in entries
        for zone, (start, resume) in entry["zones"].items()
    )


@cache
def _zones() -> dict[str, str]:
    return {code: zone for zone, codes in _data()["departments"].items() for code in codes}
