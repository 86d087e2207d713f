"""Rules become the dates people expect, on the clock of the place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurrence
from recurrence import Recurrence, Rule

from maillage.bookings import errors
from maillage.bookings.recurrence import MAX_DATES, expand, normalize, to_utc

PARIS = ZoneInfo("Europe/Paris")
EVENING = time(18, 30)


def every(**options) -> Recurrence:
    return Recurrence(rrules=[Rule(**options)], include_dtstart=False)


def weekly(*days, interval=1, **options) -> Recurrence:
    return every(freq=recurrence.WEEKLY, byday=list(days), interval=interval, **options)


def dates_of(rule, first, until, start_time=EVENING, timezone_name="Europe/Paris"):
    return expand(
        rule,
        first_date=first,
        start_time=start_time,
        duration=timedelta(minutes=90),
        until=until,
        timezone_name=timezone_name,
    )


def days_of(rule, first, until, **options):
    return [occurrence.day for occurrence in dates_of(rule, first, until, **options)]


def at_half_past_two(day):
    return to_utc(datetime.combine(day, time(2, 30)), PARIS)


def test_every_tuesday_gives_each_tuesday_the_last_day_included():
    found = days_of(weekly(recurrence.TU), date(2026, 12, 1), date(2026, 12, 22))
    assert found == [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22)]


def test_a_first_day_that_does_not_match_is_not_a_date():
    found = days_of(weekly(recurrence.TU), date(2026, 12, 2), date(2026, 12, 15))
    assert found == [date(2026, 12, 8), date(2026, 12, 15)]


def test_every_second_week_is_counted_from_the_first_date():
    found = days_of(weekly(recurrence.TU, interval=2), date(2026, 12, 8), date(2027, 1, 10))
    assert found == [date(2026, 12, 8), date(2026, 12, 22), date(2027, 1, 5)]


def test_the_second_tuesday_of_each_month():
    rule = every(freq=recurrence.MONTHLY, byday=[recurrence.TU(2)])
    found = days_of(rule, date(2027, 1, 1), date(2027, 3, 31))
    assert found == [date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)]


@pytest.mark.parametrize(
    ("first", "last"), [(date(2027, 3, 23), date(2027, 3, 30)), (date(2026, 10, 20), date(2026, 10, 27))]
)
def test_half_past_six_stays_half_past_six_across_a_clock_change(first, last):
    found = dates_of(weekly(recurrence.TU), first, last)
    assert [each.start.astimezone(PARIS).time() for each in found] == [EVENING, EVENING]
    assert found[0].start.hour != found[1].start.hour


def test_dates_are_aware_in_utc_and_last_as_long_as_asked():
    found = dates_of(weekly(recurrence.TU), date(2026, 12, 8), date(2026, 12, 8))[0]
    assert found.start == datetime(2026, 12, 8, 17, 30, tzinfo=UTC)
    assert found.end - found.start == timedelta(minutes=90)


def test_the_zone_of_the_place_counts_not_the_one_of_the_site():
    rule = weekly(recurrence.TU)
    rule.exdates = [datetime(2026, 12, 15, 4, 0, tzinfo=UTC)]  # midnight of the 15th in Martinique
    found = dates_of(rule, date(2026, 12, 8), date(2026, 12, 22), timezone_name="America/Martinique")
    assert [each.day.day for each in found] == [8, 22]
    assert found[0].start == datetime(2026, 12, 8, 22, 30, tzinfo=UTC)


def test_an_hour_that_the_clock_skips_is_counted_from_before_the_change():
    assert to_utc(datetime.combine(date(2027, 3, 28), time(2, 30)), PARIS).astimezone(PARIS).time() == time(
        3, 30
    )


def test_an_hour_that_comes_twice_is_the_first_one():
    assert at_half_past_two(date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_excluded_in_the_widget_removes_its_date():
    # What the browser in Paris sends for 15 December: its local midnight, in UTC.
    rule = recurrence.deserialize("RRULE:FREQ=WEEKLY;BYDAY=TU\nEXDATE:20261214T230000Z", False)
    assert days_of(rule, date(2026, 12, 8), date(2026, 12, 22)) == [date(2026, 12, 8), date(2026, 12, 22)]


def test_a_day_added_in_the_widget_takes_the_hour_of_the_series():
    rule = recurrence.deserialize("RRULE:FREQ=WEEKLY;BYDAY=TU\nRDATE:20261209T230000Z", False)
    found = dates_of(rule, date(2026, 12, 8), date(2026, 12, 14))
    assert [each.start for each in found] == [
        datetime(2026, 12, 8, 17, 30, tzinfo=UTC),
        datetime(2026, 12, 10, 17, 30, tzinfo=UTC),
    ]


def test_an_end_typed_in_the_widget_keeps_the_date_of_that_day():
    rule = recurrence.deserialize("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270329T220000Z", False)
    found = days_of(rule, date(2027, 3, 23), date(2027, 6, 30))
    assert found == [date(2027, 3, 23), date(2027, 3, 30)]


def test_normalizing_twice_changes_nothing_even_through_the_database_text():
    text = (
        "RRULE:FREQ=WEEKLY;UNTIL=20270329T220000Z;BYDAY=TU\nRDATE:20261209T230000Z\nEXDATE:20261214T230000Z"
    )
    once = normalize(recurrence.deserialize(text, False), start_time=EVENING)
    again = normalize(recurrence.deserialize(str(once), False), start_time=EVENING)
    assert str(again) == str(once)
    assert "EXDATE:20261215T173000Z" in str(once)


def test_unticked_days_are_stored_as_excluded_and_the_anchor_is_not_stored():
    rule = weekly(recurrence.TU)
    rule.dtstart = datetime(2026, 12, 1, tzinfo=UTC)
    stored = normalize(rule, start_time=EVENING, excluded=[date(2026, 12, 15)])
    assert str(stored) == "RRULE:FREQ=WEEKLY;BYDAY=TU\nEXDATE:20261215T173000Z"


def test_four_hundred_dates_are_accepted_and_one_more_is_refused():
    daily = every(freq=recurrence.DAILY)
    first = date(2026, 1, 1)
    assert len(dates_of(daily, first, first + timedelta(days=MAX_DATES - 1))) == MAX_DATES
    with pytest.raises(errors.TooManyDates, match="400"):
        dates_of(daily, first, first + timedelta(days=MAX_DATES))


@pytest.mark.parametrize("frequency", [recurrence.HOURLY, recurrence.MINUTELY, recurrence.SECONDLY])
def test_finer_than_daily_is_refused(frequency):
    with pytest.raises(errors.TooFine):
        dates_of(every(freq=frequency), date(2026, 12, 1), date(2026, 12, 2))


def test_several_hours_a_day_are_refused():
    with pytest.raises(errors.TooFine):
        dates_of(every(freq=recurrence.DAILY, byhour=[9, 14]), date(2026, 12, 1), date(2026, 12, 2))


def test_a_series_without_end_is_refused():
    with pytest.raises(errors.NoEnd):
        dates_of(weekly(recurrence.TU), date(2026, 12, 1), None)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(errors.EndBeforeStart):
        dates_of(weekly(recurrence.TU), date(2026, 12, 2), date(2026, 12, 1))


def test_an_end_many_years_away_is_refused():
    with pytest.raises(errors.EndTooFar):
        dates_of(weekly(recurrence.TU), date(2026, 12, 2), date(9999, 12, 31))


def test_a_rule_that_gives_no_date_is_refused():
    with pytest.raises(errors.NoDate):
        dates_of(weekly(recurrence.TU), date(2026, 12, 2), date(2026, 12, 4))


def test_a_rule_that_says_nothing_is_refused():
    with pytest.raises(errors.NoDate):
        dates_of(Recurrence(include_dtstart=False), date(2026, 12, 2), date(2026, 12, 4))


@pytest.mark.parametrize(
    "text",
    [
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "RRULE:FREQ=WEEKLY;BYMONTHDAY=31;BYMONTH=2",
        "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=2",
        "RRULE:FREQ=MONTHLY;BYDAY=6MO",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO;BYSETPOS=5",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=32",
        "RRULE:FREQ=YEARLY;BYWEEKNO=53",
        "RRULE:FREQ=YEARLY;BYYEARDAY=366",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;INTERVAL=-1",
        "RRULE:FREQ=DAILY;COUNT=0",
        "RRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY",
        "\n".join(["RRULE:FREQ=DAILY"] * 6),
    ],
)
def test_a_rule_that_could_run_for_ever_is_refused(text):
    with pytest.raises(errors.UnsupportedRule):
        dates_of(recurrence.deserialize(text, False), date(2026, 12, 1), date(2027, 12, 1))


def test_a_rule_that_counts_its_dates_stops_by_itself():
    found = days_of(weekly(recurrence.TU, count=2), date(2026, 12, 1), date(2027, 6, 30))
    assert found == [date(2026, 12, 1), date(2026, 12, 8)]


def test_thousands_of_added_days_are_refused():
    rule = Recurrence(rdates=[datetime(2026, 12, 1, tzinfo=UTC)] * (MAX_DATES + 1), include_dtstart=False)
    with pytest.raises(errors.TooManyDates):
        dates_of(rule, date(2026, 12, 1), date(2027, 12, 1))
