"""French holidays: public ones, and those of schools by zone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dateutil.easter import easter
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FIXED = {
    (1, 1): _("New Year’s Day"),
    (5, 1): _("Labour Day"),
    (5, 8): _("Victory Day, 8 May"),
    (7, 14): _("National Day, 14 July"),
    (8, 15): _("Assumption"),
    (11, 1): _("All Saints’ Day"),
    (11, 11): _("Armistice Day, 11 November"),
    (12, 25): _("Christmas Day"),
}
DAYS_AFTER_EASTER = {
    1: _("Easter Monday"),
    39: _("Ascension Day"),
    50: _("Whit Monday"),
}
ALSACE_MOSELLE = {"57", "67", "68"}
GOOD_FRIDAY = -2
SAINT_STEPHEN = (12, 26)


def public_holiday(day: date, department: str = "") -> str:
    """Return the name of the public holiday on `day`, or an empty string.

    `department` adds the two days that only Alsace and Moselle keep.
    """
    from_easter = (day - easter(day.year)) // timedelta(days=1)
    name = FIXED.get((day.month, day.day)) or DAYS_AFTER_EASTER.get(from_easter)
    if name is None and department in ALSACE_MOSELLE:
        if from_easter == GOOD_FRIDAY:
            name = _("Good Friday")
        elif (day.month, day.day) == SAINT_STEPHEN:
            name = _("Saint Stephen’s Day")
    return gettext(name) if name else ""  # type: ignore[arg-type]


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
