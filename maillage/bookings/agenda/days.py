"""The agenda as days and as a month: pure shapes, made from dates that were already read."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, WEEKDAYS

from maillage.bookings.words.dates import date_words, day_words, ordinal_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.models import Session

# What one cell of the month holds: the month still prints on one A4 sheet.
MONTH_CELL_LINES = 5


@dataclass(frozen=True)
class Day:
    """One day and its dates, soonest first."""

    day: dt.date
    sessions: list[Session]
    today: dt.date

    @property
    def words(self) -> str:
        """The day as a heading; with its year when that is not the present one."""
        return day_words(self.day) if self.day.year == self.today.year else date_words(self.day)


@dataclass(frozen=True)
class MonthCell:
    """One day of the grid. `sessions` holds what fits in the cell, `more` counts the others."""

    day: dt.date
    in_month: bool
    is_today: bool
    sessions: list[Session] = field(default_factory=list)
    more: int = 0

    @property
    def number(self) -> str:
        """The day of the month as it is read: « 1er », « 2 »."""
        return ordinal_day(self.day.day)

    @property
    def weekday(self) -> str:
        """The day of the week: « mardi »."""
        return str(WEEKDAYS[self.day.weekday()])

    @property
    def month_name(self) -> str:
        """The month: « décembre »."""
        return str(MONTHS[self.day.month])


def local_day(session: Session) -> dt.date:
    """Return the day of a date on the clock of its place."""
    return session.local_start.date()


def by_day(sessions: Iterable[Session], today: dt.date) -> list[Day]:
    """Group `sessions`, already in order, by the day on which they begin."""
    return [Day(day, list(dates), today) for day, dates in groupby(sessions, key=local_day)]


def month_grid(month: dt.date, sessions: Iterable[Session], today: dt.date) -> list[list[MonthCell]]:
    """Return the weeks of `month`, Monday first, each day with the dates that begin on it."""
    days: dict[dt.date, list[Session]] = defaultdict(list)
    for session in sessions:
        days[local_day(session)].append(session)

    def cell(day: dt.date) -> MonthCell:
        if day.month != month.month:
            return MonthCell(day, in_month=False, is_today=False)
        dates = days.get(day, [])
        shown = dates[:MONTH_CELL_LINES]
        return MonthCell(
            day, in_month=True, is_today=day == today, sessions=shown, more=len(dates) - len(shown)
        )

    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[cell(day) for day in week] for week in weeks]


def first_of_month(day: dt.date, shift: int = 0) -> dt.date:
    """Return the first day of the month that lies `shift` months after the one of `day`."""
    months = day.year * 12 + day.month - 1 + shift
    return dt.date(months // 12, months % 12 + 1, 1)
