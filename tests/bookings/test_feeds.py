"""The feeds, read back by a library that knows nothing of ours: they give the dates of the database."""

from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import recurrence
import recurring_ical_events
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar, Event
from recurrence import Recurrence, Rule
from wagtail.models import PageViewRestriction

from maillage.bookings.calendars.ical import session_calendar
from maillage.bookings.models import Session, SessionSeries
from maillage.bookings.services import (
    add_session,
    cancel_session,
    create_series,
    delete_session,
    extend_series,
    move_session,
    postpone_session,
)
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
FEED = "/agenda.ics"
HOUR = dt.timedelta(hours=1)
YEAR = timezone.localdate().year
TUESDAYS = Rule(recurrence.WEEKLY, byday=[recurrence.TU])
# The years between which a calendar is asked for everything it knows.
ALWAYS = dt.date(YEAR - 1, 1, 1), dt.date(YEAR + 4, 1, 1)


def make_series(page: Any = None, rule: Rule | None = None, **fields: Any) -> SessionSeries:
    """Regular dates of an hour and a half at half past six, through both clock changes of next year."""
    return create_series(
        page or make_page(),
        **{
            "recurrences": Recurrence(rrules=[rule or TUESDAYS], include_dtstart=False),
            "first_date": dt.date(YEAR + 1, 1, 4),
            "start_time": dt.time(18, 30),
            "duration": dt.timedelta(minutes=90),
            "until": dt.date(YEAR + 1, 12, 20),
            **fields,
        },
    )


def dates_of(series: SessionSeries) -> list[Session]:
    """The dates of a series, in the order of its rule."""
    return list(Session.objects.filter(series=series).order_by("original_start"))


def read(client: Client, path: str = FEED, **asked: str) -> Calendar:
    """The calendar that `path` answers."""
    response = client.get(path, asked)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def expanded(calendar: Calendar) -> list[tuple[dt.datetime, dt.datetime, str]]:
    """All that the calendar says takes place or not: start, end and status, in UTC."""
    return sorted(
        (event.start.astimezone(dt.UTC), event.end.astimezone(dt.UTC), str(event["STATUS"]))
        for event in recurring_ical_events.of(calendar).between(*ALWAYS)
    )


def kept() -> list[tuple[dt.datetime, dt.datetime, str]]:
    """The same, from the database."""
    rows = Session.objects.order_by("start", "end")
    return sorted((row.start, row.end, "CONFIRMED" if row.takes_place else "CANCELLED") for row in rows)


def events(calendar: Calendar) -> list[Event]:
    """The events of a calendar, as they are written."""
    return calendar.walk("VEVENT")


# The same dates as the database


RULES = {
    "every Tuesday": TUESDAYS,
    "every second week on two days": Rule(
        recurrence.WEEKLY, interval=2, byday=[recurrence.TU, recurrence.FR]
    ),
    "the last Saturday of the month": Rule(recurrence.MONTHLY, byday=[recurrence.SA(-1)]),
    "the 31st": Rule(recurrence.MONTHLY, bymonthday=[31]),
    "the last weekday of the month": Rule(
        recurrence.MONTHLY,
        byday=[recurrence.MO, recurrence.TU, recurrence.WE, recurrence.TH, recurrence.FR],
        bysetpos=[-1],
    ),
    "every third day, twenty times": Rule(recurrence.DAILY, interval=3, count=20),
    "once a week, the day of the first date": Rule(recurrence.WEEKLY),
    "once a year": Rule(recurrence.YEARLY),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_feed_gives_the_dates_of_a_series_through_the_clock_changes(client: Client, rule: Rule) -> None:
    make_series(rule=rule)
    assert expanded(read(client)) == kept()


def test_a_series_is_written_as_one_event_that_begins_on_its_first_date(client: Client) -> None:
    series = make_series(first_date=dt.date(YEAR + 1, 1, 1))
    (event,) = events(read(client))
    assert event.start == dates_of(series)[0].local_start
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    assert event["RRULE"]["UNTIL"] == [dates_of(series)[-1].start]


def test_days_left_out_deleted_cancelled_moved_and_postponed_are_told(client: Client) -> None:
    page = make_page()
    series = make_series(
        page, excluded=[dt.date(YEAR + 1, 2, 2 + (1 - dt.date(YEAR + 1, 2, 2).weekday()) % 7)]
    )
    dates = dates_of(series)
    delete_session(dates[3])
    cancel_session(dates[5], reason="Neige")
    move_session(dates[7], start=dates[7].start + 26 * HOUR, end=dates[7].end + 26 * HOUR)
    move_session(dates[12], start=dates[12].start, end=dates[12].end + HOUR)
    postpone_session(dates[20], reason="Chauffage en panne")
    move_session(dates[30], start=dates[30].start, end=dates[30].end, place=make_place(page.organization))
    calendar = read(client)
    assert expanded(calendar) == kept()
    assert len(events(calendar)) == 1 + 5


def test_the_first_date_deleted_or_moved_leaves_the_others_in_place(client: Client) -> None:
    series = make_series(rule=RULES["every second week on two days"])
    first, second = dates_of(series)[:2]
    delete_session(first)
    move_session(second, start=second.start - HOUR, end=second.end)
    assert expanded(read(client)) == kept()


def test_a_series_that_is_prolonged_is_prolonged_in_the_feed_and_counts_it(client: Client) -> None:
    series = make_series(until=dt.date(YEAR + 1, 3, 1))
    (before,) = events(read(client))
    extend_series(series, until=dt.date(YEAR + 1, 12, 1))
    (after,) = events(read(client))
    assert expanded(read(client)) == kept()
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_rule_with_days_added_by_hand_gives_them_too(client: Client) -> None:
    extra = dt.datetime(YEAR + 1, 3, 4, 18, 30, tzinfo=PARIS)
    make_series(recurrences=Recurrence(rrules=[TUESDAYS], rdates=[extra], include_dtstart=False))
    assert expanded(read(client)) == kept()


def test_two_rules_together_are_written_as_their_dates(client: Client) -> None:
    both = [TUESDAYS, Rule(recurrence.MONTHLY, byday=[recurrence.SA(1)])]
    make_series(recurrences=Recurrence(rrules=both, include_dtstart=False))
    calendar = read(client)
    assert expanded(calendar) == kept()
    assert "RRULE" not in events(calendar)[0]


def test_a_date_whose_hour_the_clock_skips_is_told_once(client: Client) -> None:
    sunday = dt.date(YEAR + 1, 3, 31)
    sunday -= dt.timedelta(days=(sunday.weekday() + 1) % 7)
    series = make_series(
        rule=Rule(recurrence.DAILY),
        start_time=dt.time(2, 30),
        first_date=sunday - dt.timedelta(days=3),
        until=sunday + dt.timedelta(days=3),
    )
    cancel_session(dates_of(series)[3], reason="La nuit")
    assert expanded(read(client)) == kept()


def test_single_dates_and_series_stand_side_by_side(client: Client) -> None:
    page = make_page()
    make_series(page)
    start = timezone.now().replace(microsecond=0) + 24 * HOUR
    add_session(page, start=start, end=start + HOUR)
    assert expanded(read(client)) == kept()


def test_dates_that_were_deleted_behind_our_back_are_not_told(client: Client) -> None:
    series = make_series()
    Session.objects.filter(pk__in=[date.pk for date in dates_of(series)[4:9]]).delete()
    assert expanded(read(client)) == kept()


def test_a_series_of_which_one_date_in_ten_is_left_is_written_without_its_rule(client: Client) -> None:
    series = make_series()
    Session.objects.filter(
        pk__in=[date.pk for number, date in enumerate(dates_of(series)) if number % 10]
    ).delete()
    calendar = read(client)
    assert expanded(calendar) == kept()
    assert "RRULE" not in events(calendar)[0]


# The same event, wherever it was read


def test_the_file_of_an_e_mail_is_an_instance_of_the_series_of_the_feed(client: Client) -> None:
    series = make_series()
    third = dates_of(series)[2]
    move_session(third, start=third.start + HOUR, end=third.end + HOUR)
    fresh = Session.objects.for_cards().get(pk=third.pk)
    (mailed,) = events(Calendar.from_ical(session_calendar([fresh])))
    _master, told = events(read(client))
    assert mailed["UID"] == told["UID"] == _master["UID"]
    assert mailed["RECURRENCE-ID"].dt == told["RECURRENCE-ID"].dt == third.local_start
    assert mailed["SEQUENCE"] == told["SEQUENCE"] == 1


def test_an_e_mail_kept_in_the_same_calendar_as_the_feed_adds_no_date(client: Client) -> None:
    series = make_series()
    date = Session.objects.for_cards().get(pk=dates_of(series)[2].pk)
    calendar = read(client)
    for event in events(Calendar.from_ical(session_calendar([date]))):
        calendar.add_component(event)
    assert expanded(calendar) == kept()


def test_a_postponed_date_leaves_the_calendars_until_its_new_day(client: Client) -> None:
    session = make_session(make_page(title="Trier ses photos"))
    postpone_session(session, reason="Le chauffage est en panne")
    (event,) = events(read(client))
    assert event["STATUS"] == "CANCELLED"
    assert str(event["SUMMARY"]) == "Reportée\xa0: Trier ses photos"
    assert "Le chauffage est en panne" in event["DESCRIPTION"]
    move_session(session, start=session.start + 48 * HOUR, end=session.end + 48 * HOUR)
    (after,) = events(read(client))
    assert (after["STATUS"], after["UID"], after["SEQUENCE"]) == ("CONFIRMED", event["UID"], 2)


def test_a_room_is_told_with_the_place(client: Client) -> None:
    organization = make_organization()
    place = make_place(organization, name="Mairie")
    make_session(make_page(organization, place=place), room="À l’étage")
    (event,) = events(read(client))
    assert str(event["LOCATION"]).startswith("À l’étage, Mairie")


# One feed for each


def test_a_workshop_an_organisation_and_a_place_have_their_own_feeds(client: Client) -> None:
    paths = {}
    for name in ("Les Mulots", "Dépan'tek"):
        organization = make_organization(name)
        place = make_place(organization, slug=organization.slug)
        page = make_page(organization, title=name, place=place)
        make_session(page)
        paths[name] = [
            f"/agenda/atelier/{page.pk}.ics",
            f"/agenda/structure/{organization.slug}.ics",
            f"/agenda/lieu/{place.slug}.ics",
        ]
    for name, feeds in paths.items():
        for path in feeds:
            assert [str(event["SUMMARY"]) for event in events(read(client, path))] == [name]


@pytest.mark.parametrize("path", ["atelier/999999", "structure/personne", "lieu/nulle-part"])
def test_a_feed_of_nothing_that_we_know_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/agenda/{path}.ics").status_code == 404


def test_the_feed_of_a_page_that_is_not_for_everybody_is_not_found(client: Client) -> None:
    draft, secret = make_page(), make_page()
    make_session(draft), make_session(secret)
    draft.unpublish()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    for page in (draft, secret):
        assert client.get(f"/agenda/atelier/{page.pk}.ics").status_code == 404
    assert events(read(client, f"/agenda/structure/{secret.organization.slug}.ics")) == []


def test_a_feed_of_one_place_leaves_out_a_date_that_went_elsewhere(client: Client) -> None:
    organization = make_organization()
    here, there = make_place(organization, slug="ici"), make_place(organization, slug="la-bas")
    series = make_series(make_page(organization), place=here)
    gone = dates_of(series)[4]
    move_session(gone, start=gone.start, end=gone.end, place=there)
    assert len(expanded(read(client, "/agenda/lieu/ici.ics"))) == len(dates_of(series)) - 1
    assert [row[0] for row in expanded(read(client, "/agenda/lieu/la-bas.ics"))] == [gone.start]


# What it costs


def test_a_thousand_dates_take_five_queries_and_a_few_kilobytes(client: Client) -> None:
    page = make_page()
    for hour in range(8, 18):
        make_series(page, start_time=dt.time(hour))
    first = timezone.now().replace(microsecond=0) + 24 * HOUR
    Session.objects.bulk_create(
        Session(
            page=page,
            organization=page.organization,
            start=first + number * HOUR,
            end=first + (number + 1) * HOUR,
            original_start=first + number * HOUR,
        )
        for number in range(500)
    )
    client.get(FEED)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(FEED)
    assert Session.objects.count() >= 1_000
    assert len(captured) <= 5
    assert len(gzip.compress(response.content)) <= 25_000


def test_a_compressed_feed_is_known_again(client: Client) -> None:
    make_series()
    packed = {"accept-encoding": "gzip"}
    response = client.get(FEED, headers=packed)
    assert response["Content-Encoding"] == "gzip"
    again = client.get(FEED, headers={**packed, "If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_knowing_that_nothing_changed_takes_one_query(client: Client) -> None:
    make_series()
    etag = client.get(FEED)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 304
    assert len(captured) == 1


@pytest.mark.parametrize("change", ["deleted", "postponed", "prolonged", "room"])
def test_a_change_of_a_series_changes_the_mark(client: Client, change: str) -> None:
    series = make_series(until=dt.date(YEAR + 1, 6, 1))
    etag = client.get(FEED)["ETag"]
    date = dates_of(series)[3]
    match change:
        case "deleted":
            delete_session(date)
        case "postponed":
            postpone_session(date, reason="Neige")
        case "prolonged":
            extend_series(series, until=dt.date(YEAR + 1, 9, 1))
        case "room":
            move_session(date, start=date.start, end=date.end, room="Étage")
    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 200


def test_a_feed_without_dates_is_still_a_calendar(client: Client) -> None:
    calendar = read(client)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
