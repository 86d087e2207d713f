"""The calendar feed and the calendar file of one date, read as a calendar reads them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar, Event
from wagtail.models import PageViewRestriction

from maillage.bookings.calendars.ical import session_calendar, vtimezone
from maillage.bookings.models import BookingMode, Session, SessionStatus
from maillage.bookings.services import cancel_session, move_session
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.support.texts import storable

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
FEED = "/agenda.ics"


def fetch(client: Client, path: str = FEED, **asked: str) -> Calendar:
    """The calendar that `path` answers."""
    response = client.get(path, asked)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def events(client: Client, **asked: str) -> list[Event]:
    """The events of the feed."""
    return fetch(client, **asked).walk("VEVENT")


def titles(client: Client, **asked: str) -> list[str]:
    """The titles of the feed's events."""
    return [str(event["SUMMARY"]) for event in events(client, **asked)]


def written(session: Session, *, full_address: bool = False) -> str:
    """The calendar file of one date, its folded lines put together again."""
    fresh = Session.objects.for_cards().get(pk=session.pk)
    return session_calendar([fresh], full_address=full_address).decode().replace("\r\n ", "")


# What an event says


def test_an_event_says_what_when_where_and_who(client: Client) -> None:
    organization = make_organization("Les Mulots", phone="02 61 91 00 00", email="bonjour@mulots.example")
    place = make_place(
        organization, name="Salle des fêtes", street="1 rue de la Gare", latitude="47.65", longitude="-2.08"
    )
    session = make_session(make_page(organization, title="Trier ses photos", place=place))
    (event,) = events(client)
    assert event["SUMMARY"] == "Trier ses photos"
    assert event["LOCATION"] == "Salle des fêtes, 1 rue de la Gare, Redon"
    assert event["GEO"].to_ical() == "47.65;-2.08"
    assert event["ORGANIZER"] == "mailto:bonjour@mulots.example"
    assert event["ORGANIZER"].params["CN"] == "Les Mulots"
    assert event["CONTACT"] == "Les Mulots, 02 61 91 00 00"
    assert event["CATEGORIES"].to_ical() == b"Atelier"
    assert event["URL"].endswith(f"/agenda/{session.public_id}/")
    assert event["STATUS"] == "CONFIRMED"


def test_the_feed_is_a_calendar_file_with_a_name(client: Client) -> None:
    make_session()
    response = client.get(FEED)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert str(calendar["X-WR-CALNAME"]).startswith("Agenda")


def test_an_event_keeps_its_identity_and_counts_its_changes_when_it_moves(client: Client) -> None:
    session = make_session()
    (before,) = events(client)
    move_session(session, start=session.start + dt.timedelta(days=1), end=session.end + dt.timedelta(days=1))
    (after,) = events(client)
    assert after["UID"] == before["UID"] == f"{session.public_id}@127.0.0.1"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start != before.start
    assert "Prévue d’abord" in after["DESCRIPTION"]


def test_a_cancelled_date_stays_as_cancelled_with_its_reason(client: Client) -> None:
    session = make_session(make_page(title="Trier ses photos"))
    cancel_session(session, reason="La salle est fermée")
    (event,) = events(client)
    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"] == "Annulé : Trier ses photos".replace(" :", "\xa0:")
    assert "La salle est fermée" in event["DESCRIPTION"]


def test_an_event_by_phone_gives_the_number_and_no_link(client: Client) -> None:
    organization = make_organization(phone="02 61 91 00 00")
    make_session(make_page(organization, booking_mode=BookingMode.PHONE))
    (event,) = events(client)
    assert "02 61 91 00 00" in event["DESCRIPTION"]


def test_a_title_cannot_write_a_line_of_the_calendar() -> None:
    page = make_page()
    page.title = storable("Photos\r\nATTENDEE:mailto:x@y.example\rX-EVIL:1\x00\u2028; a, b\\n")
    page.save(clean=False)
    text = written(make_session(page))
    assert "\nATTENDEE" not in text
    assert "\r" not in text.replace("\r\n", "")
    assert str(Calendar.from_ical(text).walk("VEVENT")[0]["SUMMARY"]) == (
        "Photos ATTENDEE:mailto:x@y.example X-EVIL:1 ; a, b\\n"
    )


def test_a_reason_and_an_organisation_cannot_write_a_line_of_the_calendar() -> None:
    organization = make_organization()
    organization.name = 'Les "Mulots"\r\nX-EVIL:1'
    organization.email = "a@b.example\r\nX-EVIL:2"
    organization.save()
    session = make_session(make_page(organization), status=SessionStatus.CANCELLED)
    Session.objects.update(status_reason="Neige\r\nX-EVIL:3")
    assert "\nX-EVIL" not in written(session)


def test_lines_are_folded_under_seventy_five_bytes() -> None:
    session = make_session(make_page(title="é" * 200))
    assert max(len(line) for line in session_calendar([session]).split(b"\r\n")) <= 75


# What an address owes to registered people only


def test_the_feed_keeps_an_address_for_registered_people_to_itself(client: Client) -> None:
    organization = make_organization()
    place = make_place(
        organization,
        name="Chez nous",
        street="3 rue des Secrets",
        address_for_registered_only=True,
        latitude="47.65",
        longitude="-2.08",
    )
    make_session(make_page(organization, place=place))
    (event,) = events(client)
    assert event["LOCATION"] == "Redon"
    assert "GEO" not in event
    assert "Secrets" not in client.get(FEED).content.decode()


def test_the_file_of_a_registered_person_has_the_whole_address() -> None:
    organization = make_organization()
    place = make_place(organization, street="3 rue des Secrets", address_for_registered_only=True)
    session = make_session(make_page(organization, place=place))
    assert "3 rue des Secrets" in written(session, full_address=True)
    assert "3 rue des Secrets" not in written(session)


# The clock


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (dt.date(2027, 3, 27), 1),
        (dt.date(2027, 3, 28), 2),
        (dt.date(2027, 10, 30), 2),
        (dt.date(2027, 10, 31), 1),
    ],
)
def test_half_past_six_stays_half_past_six_over_the_clock_changes(day: dt.date, offset: int) -> None:
    start = dt.datetime.combine(day, dt.time(18, 30), PARIS)
    session = make_session(start=start.astimezone(dt.UTC))
    calendar = Calendar.from_ical(session_calendar([session]))
    (event,) = recurring_ical_events.of(calendar).at(day)
    assert event.start.replace(tzinfo=None) == dt.datetime.combine(day, dt.time(18, 30))
    assert event.start.utcoffset() == dt.timedelta(hours=offset)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"


def test_the_clock_of_paris_changes_at_two_and_at_three() -> None:
    text = vtimezone("Europe/Paris").to_ical().decode()
    summer, winter = text.split("BEGIN:STANDARD")
    assert "DTSTART:20100328T020000" in summer
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in summer
    assert "DTSTART:20101031T030000" in winter
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in winter


@pytest.mark.parametrize("name", ["Europe/Paris", "America/Miquelon", "Indian/Reunion", "America/Cayenne"])
def test_a_described_zone_gives_the_hours_of_the_real_one(name: str) -> None:
    described = vtimezone(name).to_tz()
    real = ZoneInfo(name)
    for month in range(1, 13):
        noon = dt.datetime(2027, month, 15, 12, tzinfo=real)
        assert described.utcoffset(noon.replace(tzinfo=None)) == noon.utcoffset()


def test_a_date_overseas_brings_its_own_zone() -> None:
    session = make_session(timezone_name="Indian/Reunion", start=dt.datetime(2027, 5, 4, 14, tzinfo=dt.UTC))
    calendar = Calendar.from_ical(session_calendar([session]))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Indian/Reunion"]
    assert calendar.walk("VEVENT")[0].start.hour == 18


# What is in the feed


def test_the_feed_goes_from_thirty_days_ago_to_four_hundred_days_ahead(client: Client) -> None:
    for days in (-32, -28, 398, 402):
        make_session(make_page(title=f"à {days} jours"), in_days=days)
    assert titles(client) == ["à -28 jours", "à 398 jours"]


def test_a_draft_and_a_restricted_page_are_in_no_calendar(client: Client) -> None:
    draft, secret = make_page(), make_page()
    sessions = make_session(draft), make_session(secret)
    draft.unpublish()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert titles(client) == []
    for session in sessions:
        assert client.get(f"/agenda/{session.public_id}.ics").status_code == 404


def test_the_feed_takes_the_filters_of_the_agenda(client: Client) -> None:
    for name, commune in (("Les Mulots", "Redon"), ("Dépan'tek", "Allaire")):
        organization = make_organization(name)
        place = make_place(organization, commune=commune, slug=commune.lower())
        make_session(make_page(organization, title=name, place=place))
    assert titles(client, commune="Allaire") == ["Dépan'tek"]
    assert titles(client, organization="les-mulots") == ["Les Mulots"]
    assert titles(client, activity="workshop") == ["Les Mulots", "Dépan'tek"]


def test_a_filter_that_nobody_knows_is_refused_in_words(client: Client) -> None:
    response = client.get(FEED, {"activity": "volcano"})
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")


def test_one_date_has_its_own_file(client: Client) -> None:
    make_session()
    session = make_session(make_page(title="Celle-ci"))
    response = client.get(f"/agenda/{session.public_id}.ics")
    assert response["Content-Disposition"] == f'attachment; filename="{session.public_id}.ics"'
    assert [str(one["SUMMARY"]) for one in Calendar.from_ical(response.content).walk("VEVENT")] == [
        "Celle-ci"
    ]


# What a subscribed calendar costs


def test_the_same_dates_give_the_same_bytes(client: Client) -> None:
    make_session()
    first, second = client.get(FEED), client.get(FEED)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


def test_a_calendar_that_is_up_to_date_gets_no_body_and_few_queries(client: Client) -> None:
    make_session()
    etag = client.get(FEED)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        response = client.get(FEED, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert len(captured) <= 5


def test_one_more_event_costs_no_more_queries(client: Client) -> None:
    page = make_page()
    make_session(page)
    client.get(FEED)
    with CaptureQueriesContext(connection) as few:
        client.get(FEED)
    for days in range(1, 20):
        make_session(page, in_days=days)
    with CaptureQueriesContext(connection) as many:
        client.get(FEED)
    assert len(many) == len(few) <= 9


@pytest.mark.parametrize("change", ["cancelled", "moved", "renamed", "street", "phone", "removed", "added"])
def test_any_change_of_what_is_told_changes_the_validator(client: Client, change: str) -> None:
    organization = make_organization()
    page = make_page(organization, place=make_place(organization))
    session, other = make_session(page), make_session(page)
    etag = client.get(FEED)["ETag"]
    match change:
        case "cancelled":
            cancel_session(session, reason="Neige")
        case "moved":
            move_session(session, start=session.start + dt.timedelta(hours=1), end=session.end)
        case "renamed":
            page.title = "Autre titre"
            page.save_revision().publish()
        case "street":
            page.place.street = "2 rue Neuve"
            page.place.save()
        case "phone":
            organization.phone = "02 61 91 11 11"
            organization.save()
        case "removed":
            other.delete()
        case "added":
            make_session(page)
    response = client.get(FEED, headers={"If-None-Match": etag})
    assert response.status_code == 200


def test_a_taken_seat_leaves_the_feed_as_it_is(client: Client) -> None:
    session = make_session()
    etag = client.get(FEED)["ETag"]
    Session.objects.filter(pk=session.pk).update(seats_taken=1)
    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 304


def test_the_feed_writes_nothing_and_sets_no_cookie(client: Client) -> None:
    make_session(start=timezone.now() + dt.timedelta(days=1))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(FEED)
    assert not response.cookies
    assert all(query["sql"].startswith("SELECT") for query in captured)
