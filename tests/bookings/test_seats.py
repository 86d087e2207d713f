"""Seats taken, given back and handed on."""

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from maillage.bookings.errors import (
    AlreadyCancelled,
    CapacityBelowSeatsTaken,
    SessionCancelled,
    SessionFull,
    SessionOver,
)
from maillage.bookings.models import Registration, Session
from maillage.bookings.services import cancel_registration, change_capacity, lock_sessions, promote, register
from maillage.outbox.models import Message
from tests.bookings.factories import enroll, make_cycle, make_page, make_session, statuses

pytestmark = pytest.mark.django_db


def kinds_about(registration: Registration) -> list[str]:
    rows = Message.objects.filter(subject_reference=registration.reference).order_by("pk")
    return [row.kind.removeprefix("bookings.") for row in rows]


def test_a_seat_is_given_while_there_is_one() -> None:
    session = make_session(capacity=2)
    assert enroll(session).status == "confirmed"
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_a_full_date_puts_people_on_the_waiting_list_in_order() -> None:
    session = make_session(capacity=1)
    first, second, third = (enroll(session, name) for name in ("Ana", "Bob", "Chloé"))
    assert [first.waiting_rank(), second.waiting_rank(), third.waiting_rank()] == [None, 1, 2]


def test_a_newcomer_does_not_overtake_a_group_that_waits() -> None:
    session = make_session(make_page(seats_per_registration=5), capacity=3)
    enroll(session, "Ana", seats=2)
    enroll(session, "Groupe", seats=3)
    assert enroll(session, "Bob").status == "waiting"


def test_a_date_without_a_capacity_takes_everybody() -> None:
    session = make_session(capacity=None)
    assert {enroll(session, name).status for name in ("Ana", "Bob", "Chloé")} == {"confirmed"}


def test_a_cancelled_seat_goes_to_the_first_who_waits() -> None:
    session = make_session(make_page(offer_hours=0), capacity=1)
    first = enroll(session, "Ana")
    enroll(session, "Bob")
    enroll(session, "Chloé")
    moved_up = cancel_registration(first)
    assert [person.name for person in moved_up] == ["Bob"]
    assert statuses(session) == [("Ana", "cancelled"), ("Bob", "confirmed"), ("Chloé", "waiting")]


def test_a_group_at_the_head_holds_those_behind_until_it_fits() -> None:
    session = make_session(make_page(seats_per_registration=2, offer_hours=0), capacity=2)
    first, second = enroll(session, "Ana"), enroll(session, "Bob")
    enroll(session, "Groupe", seats=2)
    enroll(session, "Chloé")
    assert cancel_registration(first) == []
    assert [person.name for person in cancel_registration(second)] == ["Groupe"]


def test_a_group_that_leaves_the_head_lets_those_behind_move_up() -> None:
    session = make_session(make_page(seats_per_registration=2), capacity=2)
    enroll(session, "Ana")
    group = enroll(session, "Groupe", seats=2)
    enroll(session, "Bob")
    assert [person.name for person in cancel_registration(group)] == ["Bob"]


def test_cancelling_twice_frees_one_seat_and_says_so() -> None:
    session = make_session(capacity=2)
    registration = enroll(session)
    enroll(session, "Bob")
    cancel_registration(registration)
    with pytest.raises(AlreadyCancelled):
        cancel_registration(Registration.objects.get(pk=registration.pk))
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_more_seats_go_to_those_who_wait() -> None:
    session = make_session(capacity=1)
    for name in ("Ana", "Bob", "Chloé"):
        enroll(session, name)
    assert [person.name for person in change_capacity(session, 2)] == ["Bob"]


def test_fewer_seats_than_taken_is_refused_with_the_number() -> None:
    session = make_session(capacity=3)
    enroll(session, "Ana")
    enroll(session, "Bob")
    with pytest.raises(CapacityBelowSeatsTaken) as refusal:
        change_capacity(session, 1)
    assert refusal.value.seats_taken == 2
    session.refresh_from_db()
    assert session.capacity == 3


def test_promoting_on_a_full_date_is_refused_and_changes_nothing() -> None:
    session = make_session(capacity=1)
    enroll(session, "Ana")
    waiting = enroll(session, "Bob")
    with pytest.raises(SessionFull):
        promote(waiting)
    assert statuses(session)[1] == ("Bob", "waiting")


def test_promoting_with_one_more_seat_makes_the_date_grow() -> None:
    session = make_session(capacity=1)
    enroll(session, "Ana")
    enroll(session, "Bob")
    chosen = enroll(session, "Chloé")
    promote(chosen, add_seats=True)
    session.refresh_from_db()
    assert (session.capacity, session.seats_taken) == (2, 2)
    assert statuses(session)[1:] == [("Bob", "waiting"), ("Chloé", "confirmed")]


def test_a_cycle_takes_a_seat_on_every_date() -> None:
    dates = make_cycle(capacities=(2, 2, 2))
    registration = enroll(dates[0])
    assert registration.dates.count() == 3
    assert list(Session.objects.values_list("seats_taken", flat=True)) == [1, 1, 1]


def test_a_cycle_with_one_full_date_takes_no_seat_at_all() -> None:
    dates = make_cycle(capacities=(2, 1))
    enroll(dates[0], "Ana")
    assert enroll(dates[0], "Bob").status == "waiting"
    assert list(Session.objects.values_list("seats_taken", flat=True)) == [1, 1]


def test_leaving_a_cycle_frees_every_date_for_the_next() -> None:
    dates = make_cycle(capacities=(1, 1))
    first = enroll(dates[0], "Ana")
    enroll(dates[1], "Bob")
    assert [person.name for person in cancel_registration(first)] == ["Bob"]
    assert list(Session.objects.values_list("seats_taken", flat=True)) == [1, 1]


def test_nobody_registers_for_a_cancelled_date() -> None:
    session = make_session(status="cancelled")
    with pytest.raises(SessionCancelled):
        enroll(session)
    assert not Registration.objects.exists()


def test_nobody_registers_for_a_date_that_has_ended() -> None:
    session = make_session(in_days=-1)
    with pytest.raises(SessionOver):
        enroll(session)
    assert not Registration.objects.exists()


def test_the_same_key_twice_is_one_registration() -> None:
    session = make_session(capacity=5)
    first = enroll(session, idempotency_key="clic")
    second = enroll(session, idempotency_key="clic")
    assert first.pk == second.pk
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_the_same_key_on_another_date_is_another_registration() -> None:
    page = make_page()
    first = enroll(make_session(page), idempotency_key="clic")
    second = enroll(make_session(page, in_days=8), idempotency_key="clic")
    assert first.pk != second.pk


def test_what_the_page_adds_is_saved_or_the_registration_is_undone() -> None:
    session = make_session()

    def refuse(_registration: Registration) -> None:
        raise ValueError("The page cannot keep this.")

    with pytest.raises(ValueError, match="cannot keep"), transaction.atomic():
        register(session, name="Ana", source="web", saved=refuse)
    session.refresh_from_db()
    assert session.seats_taken == 0
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


def test_each_change_tells_the_person_once() -> None:
    session = make_session(make_page(offer_hours=0), capacity=1)
    first, second = enroll(session, "Ana"), enroll(session, "Bob")
    cancel_registration(first)
    assert kinds_about(first) == ["registration_confirmed", "registration_cancelled"]
    assert kinds_about(second) == ["registration_waiting", "registration_promoted"]


def test_a_person_without_an_address_gets_no_message() -> None:
    enroll(make_session(), email="", phone="+33639981234")
    assert not Message.objects.exists()


def test_the_check_of_the_database_is_the_last_guard() -> None:
    session = make_session(capacity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(seats_taken=2)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        lock_sessions([1])


def test_a_registration_costs_few_queries(django_assert_max_num_queries) -> None:
    session = Session.objects.for_cards().get(pk=make_session(capacity=5).pk)
    with django_assert_max_num_queries(12):
        enroll(session, idempotency_key="clic")


def test_the_number_of_people_who_wait_is_right_after_every_change() -> None:
    dates = make_cycle(make_page(offer_hours=0), capacities=(1, 1))
    first, second, third = (enroll(dates[0], name) for name in ("Ana", "Bob", "Chloé"))
    counts = [waiting_counts()]
    cancel_registration(first)
    counts.append(waiting_counts())
    promote(third, add_seats=True)
    counts.append(waiting_counts())
    enroll(dates[0], "Dan")
    cancel_registration(Registration.objects.get(name="Dan"))
    counts.append(waiting_counts())
    assert counts == [[2, 2], [1, 1], [0, 0], [0, 0]]
    assert Registration.objects.get(pk=second.pk).status == "confirmed"


def waiting_counts() -> list[int]:
    return list(Session.objects.order_by("pk").values_list("waiting_count", flat=True))
