"""From « ce samedi » to the hours it means."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from search.when import find_when, read_when

PARIS = ZoneInfo("Europe/Paris")
# A Wednesday.
NOW = dt.datetime(2026, 12, 2, 15, 30, tzinfo=PARIS)


def days(typed: str, now: dt.datetime = NOW) -> tuple[str, str] | None:
    """The first and last day (included) of what `typed` means."""
    window = read_when(typed, now)
    if window is None:
        return None
    last = window.end - dt.timedelta(days=1)
    return window.start.astimezone(PARIS).date().isoformat(), last.astimezone(PARIS).date().isoformat()


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("aujourd’hui", "2026-12-02", "2026-12-02"),
        ("demain", "2026-12-03", "2026-12-03"),
        ("ce samedi", "2026-12-05", "2026-12-05"),
        ("Samedi prochain", "2026-12-05", "2026-12-05"),
        ("mercredi", "2026-12-02", "2026-12-02"),
        ("ce week-end", "2026-12-05", "2026-12-06"),
        ("weekend", "2026-12-05", "2026-12-06"),
        ("cette semaine", "2026-12-02", "2026-12-06"),
        ("la semaine prochaine", "2026-12-07", "2026-12-13"),
        ("ce mois-ci", "2026-12-02", "2026-12-31"),
        ("le mois prochain", "2027-01-01", "2027-01-31"),
        ("janvier", "2027-01-01", "2027-01-31"),
        ("en décembre", "2026-12-01", "2026-12-31"),
        ("5 décembre", "2026-12-05", "2026-12-05"),
        ("1er janvier", "2027-01-01", "2027-01-01"),
        ("1er décembre 2026", "2026-12-01", "2026-12-01"),
        ("2026-12-05", "2026-12-05", "2026-12-05"),
        ("05/12/2026", "2026-12-05", "2026-12-05"),
        ("2026-12-05..2026-12-12", "2026-12-05", "2026-12-12"),
        ("..2026-12-12", "2026-12-02", "2026-12-12"),
        ("2026-12-05..", "2026-12-05", "2100-12-31"),
    ],
)
def test_a_day_is_read_as_people_say_it(typed: str, first: str, last: str) -> None:
    assert days(typed) == (first, last)


def test_on_a_sunday_the_weekend_is_what_is_left_of_it() -> None:
    assert days("ce week-end", dt.datetime(2026, 12, 6, 9, tzinfo=PARIS)) == ("2026-12-06", "2026-12-06")


def test_a_day_lasts_until_midnight_on_the_clock_of_the_site() -> None:
    window = read_when("2027-03-28", NOW)
    assert window is not None
    # The night when clocks go forward: that day has 23 hours.
    assert window.end.astimezone(dt.UTC) - window.start.astimezone(dt.UTC) == dt.timedelta(hours=23)


NO_DAYS = """
jamais|..|2026-13-45|31 février|0001-01-01|9999-12-31|décembre 9999|²|2026-12-12..2026-12-05|x..y|12|1er|
"""


@pytest.mark.parametrize("typed", NO_DAYS.strip().split("|"))
def test_what_is_no_day_means_nothing(typed: str) -> None:
    assert read_when(typed, NOW) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("atelier ce samedi", "atelier"),
        ("demain à Redon", "à Redon"),
        ("réparer ce week-end un vélo", "réparer un vélo"),
    ],
)
def test_a_text_may_say_when(text: str, rest: str) -> None:
    found, window = find_when(text, NOW)
    assert found == rest
    assert window is not None


@pytest.mark.parametrize("text", ["le marché du samedi", "fête de la semaine bleue", "samedi"])
def test_a_text_about_a_day_is_left_whole(text: str) -> None:
    assert find_when(text, NOW) == (text, None)
