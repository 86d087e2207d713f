"""One date changed: who hears of it, once, and what everybody reads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.errors import (
    DateIsCancelled,
    DateIsPast,
    DateIsPostponed,
    DatesAlreadyThere,
    SessionPostponed,
    StartInThePast,
)
from maillage.bookings.messages import render_registration_email
from maillage.bookings.models import Registration, RegistrationStatus, Session
from maillage.bookings.rules import check_open
from maillage.bookings.services import (
    add_session,
    cancel_registration,
    cancel_session,
    change_capacity,
    move_session,
    postpone_session,
)
from maillage.outbox.models import Message
from tests.bookings.factories import enroll, make_cycle, make_page, make_session, statuses
from tests.places.factories import make_organization, make_place
from workshops.structured_data import events

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def told(kind: str) -> list[str]:
    """The references of those who get a message, once for each message, in their order of arrival."""
    messages = Message.objects.filter(kind=f"bookings.{kind}").values_list("subject_reference", flat=True)
    order = list(Registration.objects.order_by("created_at", "pk").values_list("reference", flat=True))
    return sorted(messages, key=order.index)


def everybody(session: Session) -> list[Registration]:
    """One who is registered, one who is offered a seat, one who waits; and one who had cancelled."""
    people = [enroll(session, name) for name in ("Camille", "Sacha", "Dominique", "Claude")]
    cancel_registration(people[0])
    people[1].refresh_from_db()
    assert people[1].status == RegistrationStatus.OFFERED
    change_capacity(session, 2)
    newcomer = Registration.objects.get(name="Dominique")
    assert newcomer.status == RegistrationStatus.OFFERED
    Registration.objects.filter(pk=newcomer.pk).update(
        status="confirmed", offered_seats=None, offer_expires_at=None
    )
    return people[1:]


CHANGES = {
    "session_cancelled": lambda session: cancel_session(session, reason="Neige"),
    "session_postponed": lambda session: postpone_session(session, reason="Neige"),
    "session_moved": lambda session: move_session(
        session, start=session.start + HOUR, end=session.end + HOUR
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_tells_once_who_comes_is_offered_a_seat_or_waits_and_nobody_who_left(kind: str) -> None:
    session = make_session(capacity=1, in_days=20)
    concerned = everybody(session)
    CHANGES[kind](session)
    assert told(kind) == [person.reference for person in concerned]


# Postponed


def test_a_postponed_date_keeps_its_people_and_takes_nobody() -> None:
    session = make_session(capacity=5)
    enroll(session, "Camille")
    postponed = postpone_session(session, reason="Neige")
    assert (postponed.is_postponed, postponed.takes_place, postponed.seats_taken) == (True, False, 1)
    with pytest.raises(SessionPostponed):
        enroll(session, "Sacha")
    with pytest.raises(SessionPostponed):
        check_open(postponed, postponed.page.specific)


def test_the_new_day_of_a_postponed_date_tells_its_people_and_opens_it_again() -> None:
    session = make_session(capacity=2)
    person = enroll(session)
    postpone_session(session, reason="Neige")
    moved = move_session(session, start=session.start + 72 * HOUR, end=session.end + 72 * HOUR)
    assert (moved.takes_place, moved.sequence) == (True, 2)
    assert told("session_moved") == [person.reference]
    assert enroll(moved, "Sacha").status == RegistrationStatus.CONFIRMED


def test_a_postponed_date_may_come_back_on_its_first_day() -> None:
    session = make_session()
    person = enroll(session)
    postpone_session(session, reason="Neige")
    assert move_session(session, start=session.start, end=session.end).takes_place
    assert told("session_moved") == [person.reference]


def test_a_date_gets_its_new_day_long_after_the_first_one_has_gone() -> None:
    session = make_session()
    postpone_session(session, reason="Neige")
    later = timezone.now() + timedelta(days=40)
    moved = move_session(session, start=later + HOUR, end=later + 2 * HOUR, now=later)
    assert moved.start == later + HOUR
    postpone_session(moved, reason="Encore", now=later)
    with pytest.raises(StartInThePast):
        move_session(moved, start=later - HOUR, end=later, now=later)


def test_a_seat_given_back_while_the_date_waited_goes_to_who_waits_on_the_new_day() -> None:
    session = make_session(make_page(offer_hours=0), capacity=1)
    first, second = enroll(session, "Camille"), enroll(session, "Sacha")
    postpone_session(session, reason="Neige")
    cancel_registration(first)
    second.refresh_from_db()
    assert second.status == RegistrationStatus.WAITING
    move_session(session, start=session.start + 72 * HOUR, end=session.end + 72 * HOUR)
    assert statuses(session) == [("Camille", "cancelled"), ("Sacha", "confirmed")]


def test_who_joins_a_cycle_while_one_of_its_dates_is_postponed_is_expected_on_it_too() -> None:
    dates = make_cycle(capacities=(3, 3))
    postpone_session(dates[1], reason="Neige")
    enroll(dates[0])
    assert statuses(dates[1]) == [("Camille", "confirmed")]


def test_postponing_twice_a_cancelled_or_a_past_date_is_refused() -> None:
    session, cancelled, past = make_session(), make_session(), make_session(in_days=-3)
    postpone_session(session, reason="Neige")
    cancel_session(cancelled, reason="Neige")
    for date, error in ((session, DateIsPostponed), (cancelled, DateIsCancelled), (past, DateIsPast)):
        with pytest.raises(error):
            postpone_session(date, reason="Neige")


def test_the_e_mail_of_a_postponed_date_says_so_and_takes_it_out_of_the_diary() -> None:
    session = make_session()
    person = enroll(session)
    postpone_session(session, reason="Le chauffage est en panne")
    email = render_registration_email(
        "bookings.session_postponed", {"registration": person.pk, "session": session.pk}
    )
    assert "Le chauffage est en panne" in email.text
    assert "Votre place reste à vous" in email.text
    assert b"STATUS:CANCELLED" in email.attachments[0].content


def test_a_postponed_date_says_so_on_every_page_and_offers_no_seat(client: Client) -> None:
    page = make_page()
    session = make_session(page)
    postpone_session(session, reason="Le chauffage est en panne")
    register = reverse("bookings:register", args=[session.public_id])
    for path in (reverse("bookings:agenda"), page.url, reverse("bookings:session", args=[session.public_id])):
        html = client.get(path).content.decode()
        assert "eporté" in html
        assert "Le chauffage est en panne" in html
        assert f'href="{register}"' not in html


def test_the_api_and_search_engines_read_that_a_date_is_postponed(client: Client) -> None:
    page = make_page()
    session = postpone_session(make_session(page), reason="Neige")
    answer = client.get(f"/api/v1/sessions/{session.public_id}").json()
    assert (answer["status"], answer["is_open"], answer["registration_url"]) == ("postponed", False, None)
    (event,) = events(page, [session], None)
    assert event["eventStatus"] == "https://schema.org/EventPostponed"


def test_the_agenda_says_what_does_not_take_place_today(client: Client) -> None:
    noon = timezone.localtime().replace(hour=23, minute=0, second=0, microsecond=0)
    session = make_session(make_page(title="Trier ses photos"), start=noon)
    cancel_session(session, reason="L’animatrice est malade", now=noon - 14 * HOUR)
    html = client.get(reverse("bookings:agenda")).content.decode()
    assert "Annulé aujourd’hui" in html
    assert "L’animatrice est malade" in html


# Rooms


def test_two_dates_at_the_same_hour_are_in_two_rooms() -> None:
    organization = make_organization()
    page, place = make_page(organization), make_place(organization)
    start = timezone.now() + timedelta(days=3)
    for room in ("rez-de-chaussée", "étage"):
        add_session(page, start=start, end=start + HOUR, place=place, room=room)
    with pytest.raises(DatesAlreadyThere):
        add_session(page, start=start, end=start + HOUR, place=place, room="étage")
    assert Session.objects.count() == 2


def test_another_room_is_told_to_people_and_written_on_the_card(client: Client) -> None:
    session = make_session()
    person = enroll(session)
    move_session(session, start=session.start, end=session.end, room="À l’étage")
    assert told("session_moved") == [person.reference]
    email = render_registration_email(
        "bookings.session_moved", {"registration": person.pk, "session": session.pk}
    )
    assert "À l’étage" in email.text
    assert "À l’étage" in client.get(reverse("bookings:agenda")).content.decode()
