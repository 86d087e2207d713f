"""French public holidays (Code du travail, article L3133-1), with the two of Alsace and Moselle."""

from __future__ import annotations

from datetime import date, timedelta

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
