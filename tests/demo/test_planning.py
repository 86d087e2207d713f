"""The dates of the demo, whatever the day it is run on."""

from datetime import date, timedelta

import pytest

from demo.content.workshops import WORKSHOPS
from demo.planning import plan_dates
from maillage.bookings.holidays import public_holiday, school_holiday
from maillage.bookings.recurrence import expand

RHYTHMS = [pytest.param(workshop.rhythm, id=workshop.key) for workshop in WORKSHOPS]
# One day of each month, on every day of the week, the long summer included.
TODAYS = [date(2027, 1, 3) + timedelta(days=29 * month) for month in range(13)]


def _days(rhythm, today):
    plan = plan_dates(rhythm, today)
    occurrences = expand(
        plan.rule,
        first_date=plan.first_date,
        start_time=rhythm.start,
        duration=rhythm.length,
        until=plan.until,
    )
    return [each.day for each in occurrences if each.day not in plan.excluded]


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_there_are_always_dates_within_three_months(rhythm):
    for today in TODAYS:
        days = _days(rhythm, today)

        assert days
        assert today < days[0] <= days[-1] <= today + timedelta(days=90)


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_no_date_falls_in_the_holidays_of_zone_b(rhythm):
    for today in TODAYS:
        off = [day for day in _days(rhythm, today) if school_holiday(day, "B") or public_holiday(day)]

        assert off == []


def test_a_summer_without_class_keeps_its_dates():
    """A rule whose days all fall in the holidays gives dates all the same."""
    monthly = next(workshop.rhythm for workshop in WORKSHOPS if workshop.key == "voices")

    assert _days(monthly, date(2027, 6, 12)) == [date(2027, 7, 10), date(2027, 8, 14)]


def test_a_cycle_has_as_many_dates_as_it_says():
    cycle = next(workshop.rhythm for workshop in WORKSHOPS if workshop.rhythm.as_cycle)

    assert len(_days(cycle, date(2027, 1, 3))) == 5
