"""School holidays follow the zone of the place; public holidays the calendar."""

from datetime import date

import pytest

from maillage.bookings.holidays import known_until, public_holiday, school_holiday, zone_of


@pytest.mark.parametrize(
    ("department", "zone"),
    [("35", "B"), ("44", "B"), ("56", "B"), ("12", "C"), ("26", "A"), ("13", "B"), ("75", "C"), ("69", "A")],
)
def test_each_department_has_the_zone_of_its_academy(department, zone):
    assert zone_of(department) == zone


def test_every_mainland_department_has_a_zone():
    mainland = [f"{number:02d}" for number in range(1, 96) if number != 20]
    assert [code for code in mainland if not zone_of(code)] == []


@pytest.mark.parametrize("department", ["2A", "2B", "971", "974", "988", "", "99"])
def test_corsica_overseas_and_the_unknown_have_no_zone(department):
    assert zone_of(department) == ""


def test_a_holiday_begins_on_its_first_day_without_class():
    assert school_holiday(date(2027, 2, 19), "B") == ""
    assert school_holiday(date(2027, 2, 20), "B") != ""


def test_a_holiday_is_over_on_the_day_classes_resume():
    assert school_holiday(date(2027, 3, 7), "B") != ""
    assert school_holiday(date(2027, 3, 8), "B") == ""


def test_winter_holidays_differ_from_one_zone_to_the_other():
    assert [bool(school_holiday(date(2027, 2, 9), zone)) for zone in "ABC"] == [False, False, True]


def test_without_a_zone_there_are_no_school_holidays():
    assert school_holiday(date(2026, 12, 25), "") == ""


def test_the_calendar_is_known_beyond_the_present_school_year():
    assert known_until() >= date(2028, 9, 1)


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ],
)
def test_the_eleven_public_holidays_are_named(day):
    assert public_holiday(day) != ""


def test_an_ordinary_tuesday_is_no_public_holiday():
    assert public_holiday(date(2026, 12, 8)) == ""


@pytest.mark.parametrize("day", [date(2027, 3, 26), date(2027, 12, 26)])
def test_alsace_and_moselle_keep_two_more_days(day):
    assert (public_holiday(day), public_holiday(day, "35")) == ("", "")
    assert public_holiday(day, "67") != ""
