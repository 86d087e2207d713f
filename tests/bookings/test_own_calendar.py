"""The calendar file of a person's own page: what the e-mail brought, as it is today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from maillage.bookings.links import registration_path, registration_token
from maillage.bookings.messages import render_registration_email
from maillage.bookings.models import Registration, Session, SessionSeries
from maillage.bookings.services import cancel_session, move_session, postpone_session
from tests.bookings.factories import enroll, make_cycle, make_page, make_session
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db

STREET = "12 rue du Port"


@pytest.fixture
def page():
    """A workshop at somebody's home: only those who come read the street."""
    organization = make_organization("Les Mulots")
    place = make_place(organization, name="Chez Yvonne", street=STREET, address_for_registered_only=True)
    return make_page(organization, place=place)


def of_a_single_date(page) -> Registration:
    return enroll(make_session(page, room="à l’étage"))


def of_an_appointment(page) -> Registration:
    session = make_session(page, slot_minutes=30, capacity=4)
    return enroll(session, slot=session.start + timedelta(minutes=30))


def of_a_date_of_a_series(page) -> Registration:
    dates = make_cycle(page, capacities=(4, 4, 4))
    SessionSeries.objects.update(as_cycle=False)
    return enroll(Session.objects.get(pk=dates[1].pk))


def of_a_cycle(page) -> Registration:
    return enroll(make_cycle(page, capacities=(4, 4, 4))[0])


def events(content: bytes) -> dict[tuple[str, str], dict[str, str]]:
    """Each event by its identity: where, when, and which version."""
    return {
        (str(event["UID"]), str(event["RECURRENCE-ID"].dt) if "RECURRENCE-ID" in event else ""): {
            "where": str(event["LOCATION"]),
            "when": str(event["DTSTART"].dt),
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
        }
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def of_the_mail(registration: Registration, **params: int):
    """The events of the file that an e-mail brings, made now."""
    kind = "bookings.session_moved" if params else "bookings.registration_confirmed"
    content = render_registration_email(kind, {"registration": registration.pk, **params})
    return events(content.attachments[0].content)


def of_the_page(client: Client, registration: Registration):
    """The events of the file that the person's own page leads to."""
    address = reverse("bookings:registration_ics", args=[registration_token(registration)])
    assert f'href="{address}"' in client.get(registration_path(registration)).content.decode()
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    return events(response.content)


KINDS = [of_a_single_date, of_an_appointment, of_a_date_of_a_series, of_a_cycle]
NEWS: dict[str, Callable[[Session], object]] = {
    "moved": lambda one: move_session(
        one, start=one.start + timedelta(hours=3), end=one.end + timedelta(hours=3), room="au fond"
    ),
    "postponed": lambda one: postpone_session(one, reason="Neige"),
    "cancelled": lambda one: cancel_session(one, reason="Neige"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_the_e_mail_says(client: Client, page, kind) -> None:
    registration = kind(page)
    found = of_the_page(client, registration)
    assert found == of_the_mail(registration)
    assert len(found) == registration.dates.count()
    assert all(STREET in event["where"] for event in found.values())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("news", NEWS)
def test_after_a_change_it_has_the_same_identity_and_no_older_version(
    client: Client, page, kind, news: str
) -> None:
    registration = kind(page)
    confirmed = of_the_mail(registration)
    changed = registration.sessions.order_by("start").last()
    NEWS[news](changed)
    found = of_the_page(client, registration)
    assert found.keys() == confirmed.keys()
    assert all(found[key]["sequence"] >= confirmed[key]["sequence"] for key in found)
    told = of_the_mail(registration, session=changed.pk)
    assert told.items() <= found.items()
    assert next(iter(told.values()))["sequence"] > 0


@pytest.mark.parametrize("status", ["waiting", "cancelled"])
def test_who_holds_no_seat_reads_no_file(client: Client, page, status: str) -> None:
    registration = of_a_single_date(page)
    Registration.objects.filter(pk=registration.pk).update(status=status)
    address = reverse("bookings:registration_ics", args=[registration_token(registration)])
    assert client.get(address).url == registration_path(registration)
    assert address not in client.get(registration_path(registration)).content.decode()


def test_it_holds_nothing_that_opens_the_registration(client: Client, page) -> None:
    registration = of_a_single_date(page)
    address = reverse("bookings:registration_ics", args=[registration_token(registration)])
    response = client.get(address)
    said = response["Content-Disposition"] + response.content.decode().replace("\r\n ", "")
    assert "mon-inscription" not in said
    assert registration.reference not in said
