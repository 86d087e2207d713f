"""What people change by themselves: contact, answers, seats, date."""

from datetime import timedelta
from uuid import uuid4

import pytest

from maillage.bookings.errors import (
    AlreadyCancelled,
    AnswerTheOfferFirst,
    AppointmentTaken,
    MoreSeatsWhileWaiting,
    NotThisDate,
    OthersWait,
    RegistrationClosed,
    SessionCancelled,
    SessionFull,
    SessionOver,
)
from maillage.bookings.forms import RegistrationForm
from maillage.bookings.models import Answer, Registration, Session
from maillage.bookings.services import (
    cancel_registration,
    change_registration,
    move_registration,
    stay_together,
)
from maillage.outbox.models import Message
from tests.bookings.factories import enroll, make_cycle, make_page, make_session, statuses

pytestmark = pytest.mark.django_db


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def change(registration: Registration, **fields: str) -> list[Registration]:
    """Send the person's own form with `fields` changed."""
    session = registration.sessions.first()
    kept = {name: getattr(registration, name) for name in ("name", "phone", "email", "seats")}
    form = RegistrationForm({**kept, **fields}, session=session, page=session.page.specific)
    assert form.is_valid(), form.errors
    return change_registration(fresh(registration), form)


def family_date(**fields) -> Session:
    return make_session(make_page(seats_per_registration=5), **fields)


def taken(session: Session) -> int:
    session.refresh_from_db()
    return session.seats_taken


def test_another_name_and_phone_are_written_and_told_once() -> None:
    registration = enroll(make_session())
    change(registration, name="Camille Le Goff", phone="06 39 98 12 34")
    registration = fresh(registration)
    assert (registration.name, registration.phone) == ("Camille Le Goff", "+33639981234")
    assert Message.objects.filter(kind="bookings.registration_changed").count() == 1


def test_a_form_sent_without_a_change_tells_nobody() -> None:
    change(enroll(make_session()))
    assert not Message.objects.filter(kind="bookings.registration_changed").exists()


def test_another_email_address_makes_the_links_sent_before_worthless() -> None:
    registration = enroll(make_session())
    change(registration, email="autre@maison.example")
    assert fresh(registration).link_counter == 1


def test_another_phone_keeps_the_links() -> None:
    registration = enroll(make_session())
    change(registration, phone="06 39 98 12 34")
    assert fresh(registration).link_counter == 0


def test_one_seat_more_is_taken_when_it_is_free() -> None:
    session = family_date(capacity=3)
    registration = enroll(session)
    change(registration, seats="3")
    assert (fresh(registration).seats, taken(session)) == (3, 3)


def test_more_seats_than_are_free_are_refused_with_the_number() -> None:
    session = family_date(capacity=3)
    registration = enroll(session)
    with pytest.raises(SessionFull) as refusal:
        change(registration, seats="5", name="Autre")
    assert refusal.value.seats_left == 2
    assert (fresh(registration).name, fresh(registration).seats, taken(session)) == ("Camille", 1, 1)


def test_free_seats_that_others_wait_for_are_not_given() -> None:
    session = family_date(capacity=3)
    registration = enroll(session)
    stay_together(enroll(session, "Groupe", seats=3))
    with pytest.raises(OthersWait):
        change(registration, seats="2")
    assert taken(session) == 1


def test_fewer_seats_serve_those_who_wait() -> None:
    session = family_date(capacity=3)
    registration = enroll(session, seats=3)
    enroll(session, "Bob")
    assert [person.name for person in change(registration, seats="2")] == ["Bob"]
    assert statuses(session) == [("Camille", "confirmed"), ("Bob", "offered")]
    assert taken(session) == 3


def test_a_group_that_waits_and_becomes_smaller_is_served_when_it_fits() -> None:
    session = family_date(capacity=3)
    enroll(session, "Ana", seats=2)
    group = enroll(session, "Groupe", seats=4)
    stay_together(group)
    change(group, seats="1")
    assert (fresh(group).status, fresh(group).offered_seats) == ("offered", 1)


def test_a_rank_on_the_waiting_list_grows_no_seats() -> None:
    session = family_date(capacity=1)
    enroll(session, "Ana")
    waiting = enroll(session, "Bob")
    with pytest.raises(MoreSeatsWhileWaiting):
        change(waiting, seats="2")


def test_an_offer_is_answered_before_its_seats_change() -> None:
    session = family_date(capacity=1)
    first = enroll(session, "Ana")
    head = enroll(session, "Bob")
    cancel_registration(first)
    with pytest.raises(AnswerTheOfferFirst):
        change(head, seats="2")


def test_a_cancelled_registration_does_not_change() -> None:
    registration = enroll(make_session())
    cancel_registration(registration)
    with pytest.raises(AlreadyCancelled):
        change(registration, name="Autre")


def test_nothing_changes_once_the_date_has_begun() -> None:
    session = make_session()
    registration = enroll(session)
    begun = session.start - timedelta(days=8)
    Session.objects.filter(pk=session.pk).update(start=begun)
    with pytest.raises(SessionOver):
        change(registration, name="Autre")


def test_moving_takes_the_seats_along_and_serves_those_who_wait() -> None:
    page = make_page(seats_per_registration=2)
    old, new = make_session(page, capacity=2), make_session(page, in_days=9, capacity=5)
    registration = enroll(old, seats=2)
    enroll(old, "Bob")
    assert [person.name for person in move_registration(fresh(registration), new)] == ["Bob"]
    assert statuses(new) == [("Camille", "confirmed")]
    assert statuses(old) == [("Bob", "offered")]
    assert (taken(old), taken(new)) == (1, 2)


def test_moving_keeps_the_answers_the_reference_and_tells_once() -> None:
    page = make_page()
    old, new = make_session(page), make_session(page, in_days=40)
    registration = enroll(old, answers={"level": "débutant"})
    move_registration(fresh(registration), new)
    moved = fresh(registration)
    assert (moved.answers, moved.reference) == ({"level": "débutant"}, registration.reference)
    assert moved.expires_on - registration.expires_on == timedelta(days=33)
    assert Message.objects.filter(kind="bookings.registration_changed").count() == 1


def test_answers_are_kept_as_long_after_the_new_date_as_after_the_old_one() -> None:
    page = make_page()
    registration = enroll(make_session(page))
    answer = Answer.objects.create(
        registration=registration,
        question=uuid4(),
        kind="text",
        value="x",
        expires_on=registration.expires_on,
    )
    move_registration(fresh(registration), make_session(page, in_days=40))
    answer.refresh_from_db()
    assert answer.expires_on == fresh(registration).expires_on == registration.expires_on + timedelta(days=33)


def test_who_waits_moves_to_a_date_that_has_room_and_is_registered() -> None:
    page = make_page()
    old, new = make_session(page, capacity=1), make_session(page, in_days=9)
    enroll(old, "Ana")
    waiting = enroll(old, "Bob")
    move_registration(fresh(waiting), new)
    old.refresh_from_db()
    assert (fresh(waiting).status, old.waiting_count) == ("confirmed", 0)


def test_who_is_offered_a_seat_and_moves_hands_it_on() -> None:
    page = make_page()
    old, new = make_session(page, capacity=1), make_session(page, in_days=9)
    first = enroll(old, "Première")
    head = enroll(old, "Ana")
    enroll(old, "Bob")
    cancel_registration(first)
    move_registration(fresh(head), new)
    assert statuses(old)[1:] == [("Bob", "offered")]
    assert fresh(head).offer_expires_at is None


@pytest.mark.parametrize(("people", "refusal"), [(2, SessionFull), (3, SessionFull)])
def test_moving_to_a_full_date_is_refused_and_changes_nothing(people, refusal) -> None:
    page = make_page()
    old, new = make_session(page), make_session(page, in_days=9, capacity=2)
    registration = enroll(old)
    for number in range(people):
        enroll(new, f"Personne{number}")
    with pytest.raises(refusal):
        move_registration(fresh(registration), new)
    assert statuses(old) == [("Camille", "confirmed")]
    assert (taken(old), taken(new)) == (1, 2)


def test_moving_does_not_overtake_a_group_that_waits() -> None:
    page = make_page(seats_per_registration=3)
    old, new = make_session(page), make_session(page, in_days=9, capacity=3)
    registration = enroll(old)
    enroll(new, "Ana")
    stay_together(enroll(new, "Groupe", seats=3))
    with pytest.raises(OthersWait):
        move_registration(fresh(registration), new)


def test_moving_to_the_date_of_another_page_is_refused() -> None:
    registration = enroll(make_session())
    with pytest.raises(NotThisDate):
        move_registration(fresh(registration), make_session())


def test_moving_to_the_same_date_is_refused() -> None:
    session = make_session()
    registration = enroll(session)
    with pytest.raises(NotThisDate):
        move_registration(fresh(registration), session)


def test_a_cycle_is_booked_whole_and_does_not_move() -> None:
    page = make_page()
    dates = make_cycle(page, capacities=(2, 2))
    registration = enroll(dates[0])
    with pytest.raises(NotThisDate):
        move_registration(fresh(registration), make_session(page, in_days=60))


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [({"status": "cancelled"}, SessionCancelled), ({"closes_days": 10}, RegistrationClosed)],
)
def test_moving_to_a_date_that_takes_nobody_says_why(fields, refusal) -> None:
    page = make_page()
    registration = enroll(make_session(page))
    closes = fields.pop("closes_days", None)
    target = make_session(page, in_days=9, **fields)
    if closes is not None:
        Session.objects.filter(pk=target.pk).update(closes_at=target.start - timedelta(days=closes))
    with pytest.raises(refusal):
        move_registration(fresh(registration), target)


def test_an_appointment_moves_to_another_hour_of_the_same_date() -> None:
    session = make_session(capacity=2, slot_minutes=60)
    registration = enroll(session)
    later = session.start + timedelta(hours=1)
    move_registration(fresh(registration), session, slot=later)
    assert registration.dates.get().slot_start == later
    assert taken(session) == 1


def test_an_hour_that_somebody_has_is_refused_and_changes_nothing() -> None:
    session = make_session(capacity=2, slot_minutes=60)
    registration, other = enroll(session), enroll(session, "Ana")
    hour, wanted = registration.dates.get().slot_start, other.dates.get().slot_start
    with pytest.raises((AppointmentTaken, SessionFull)):
        move_registration(fresh(registration), session, slot=wanted)
    assert registration.dates.get().slot_start == hour
