"""Who came: states that can be noted again without harm, and people who just come."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from maillage.bookings.errors import MorePeopleThanSeats, NotRegistered, SessionCancelled
from maillage.bookings.models import RegisteredDate, Registration, Session
from maillage.bookings.services import cancel_registration, cancel_session
from maillage.bookings.services.attendance import note_attendance, note_payment, presence, registered_on
from maillage.bookings.services.registrations import register_walk_in
from tests.bookings.factories import enroll, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return make_session(capacity=4)


def row_of(registration: Registration) -> RegisteredDate:
    return RegisteredDate.objects.get(registration=registration)


def test_present_means_everybody_of_a_group_unless_a_number_is_said(session) -> None:
    family = enroll(session, "Ana", seats=3)
    note_attendance(session, family.public_id, attendance="present")
    assert row_of(family).present_seats == 3
    note_attendance(session, family.public_id, attendance="present", present_seats=2)
    assert presence(session).people == 2


def test_what_was_noted_later_by_somebody_else_stays(session) -> None:
    ana = enroll(session, "Ana")
    now = timezone.now()
    note_attendance(session, ana.public_id, attendance="present", at=now)
    note_attendance(session, ana.public_id, attendance="absent", at=now - timedelta(minutes=5))
    assert row_of(ana).attendance == "present"


def test_a_phone_whose_clock_is_ahead_does_not_hold_the_row_for_ever(session) -> None:
    ana = enroll(session, "Ana")
    note_attendance(session, ana.public_id, attendance="present", at=timezone.now() + timedelta(days=2))
    note_attendance(session, ana.public_id, attendance="excused")
    assert row_of(ana).attendance == "excused"


def test_a_site_whose_clock_was_ahead_does_not_hold_the_row_either(session) -> None:
    ana = enroll(session, "Ana")
    note_attendance(session, ana.public_id, attendance="present")
    note_payment(session, ana.public_id, amount=Decimal(5), means="Espèces")
    ahead = timezone.now() + timedelta(days=30)
    RegisteredDate.objects.update(attendance_at=ahead, paid_at=ahead)
    note_attendance(session, ana.public_id, attendance="excused")
    note_payment(session, ana.public_id, amount=Decimal(3), means="Espèces")
    assert (row_of(ana).attendance, row_of(ana).paid_amount) == ("excused", 3)


def test_somebody_who_is_absent_is_nobody_in_the_room(session) -> None:
    ana = enroll(session, "Ana", seats=2)
    note_attendance(session, ana.public_id, attendance="present")
    note_attendance(session, ana.public_id, attendance="absent")
    counted = presence(session)
    assert (counted.absent, counted.people) == (1, 0)
    assert row_of(ana).present_seats is None


@pytest.mark.parametrize("people", [0, 400])
def test_a_number_that_cannot_be_meant_is_refused(session, people) -> None:
    ana = enroll(session, "Ana")
    with pytest.raises(MorePeopleThanSeats):
        note_attendance(session, ana.public_id, attendance="present", present_seats=people)
    assert row_of(ana).attendance == "unknown"


def test_nobody_is_noted_who_holds_no_seat(session) -> None:
    ana = enroll(session, "Ana")
    cancel_registration(ana)
    for reference in (ana.public_id, uuid.uuid4()):
        with pytest.raises(NotRegistered):
            note_attendance(session, reference, attendance="present")


def test_the_list_is_in_the_order_of_the_appointments_then_of_the_names(session) -> None:
    zoe, ana, bob = (enroll(session, name) for name in ("Zoé", "Ana", "Bob"))
    RegisteredDate.objects.filter(registration=zoe).update(slot_start=session.start)
    assert [row.registration for row in registered_on(session)] == [zoe, ana, bob]


def test_a_visitor_without_a_name_has_a_number_and_is_present(session) -> None:
    register_walk_in(session)
    second = register_walk_in(session, seats=2)
    assert (second.name, second.source, second.status) == ("Visiteur 2", "walk_in", "confirmed")
    assert presence(session).people == 3
    session.refresh_from_db()
    assert session.seats_taken == 3


def test_the_same_tap_twice_is_one_visitor(session) -> None:
    first = register_walk_in(session, name="Ana", key="tap")
    assert register_walk_in(session, name="Ana", key="tap") == first
    assert Registration.objects.count() == 1


def test_a_full_date_grows_for_those_who_are_standing_there(session) -> None:
    enroll(session, "Ana", seats=4)
    register_walk_in(session, seats=2)
    session.refresh_from_db()
    assert (session.capacity, session.seats_taken) == (6, 6)


def test_nobody_walks_in_on_a_cancelled_date(session) -> None:
    cancel_session(session, reason="Neige")
    with pytest.raises(SessionCancelled):
        register_walk_in(session)
    assert not Registration.objects.exists()
