"""From « every Tuesday » to the dates of the coming three months: no writing here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import recurrence
from recurrence import Recurrence

from maillage.bookings.services import preview_series

if TYPE_CHECKING:
    from demo.content.shapes import Rhythm

HORIZON = timedelta(days=90)
# The school holidays of Ille-et-Vilaine, Morbihan and Loire-Atlantique.
SCHOOL_ZONE = "B"


@dataclass(frozen=True, slots=True)
class Plan:
    """What `create_series()` is asked: the rule, its first and last day, the days it leaves out."""

    rule: Recurrence
    first_date: date
    until: date
    excluded: frozenset[date]


def plan_dates(rhythm: Rhythm, today: date) -> Plan:
    """Return the dates of `rhythm` from the day after `today`, within three months.

    Public holidays and the school holidays are left out, unless nothing
    would be left (a long summer).
    """
    rule = recurrence.deserialize(rhythm.rule, include_dtstart=False)
    first_date, until = today + timedelta(days=1), today + HORIZON
    planned = preview_series(
        rule,
        first_date=first_date,
        start_time=rhythm.start,
        duration=rhythm.length,
        until=until,
        zone=SCHOOL_ZONE,
        skip_school_holidays=True,
        skip_public_holidays=True,
    )
    kept = [each.day for each in planned if each.kept] or [each.day for each in planned]
    if rhythm.most is not None:
        kept = kept[: rhythm.most]
    excluded = {each.day for each in planned if each.day <= kept[-1]} - set(kept)
    return Plan(rule, first_date, kept[-1], frozenset(excluded))
