"""A seat that becomes free: offered to the first who waits, held, answered, or handed on."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.bookings.errors import NoOffer, OfferChanged, OfferExpired, SessionCancelled
from maillage.bookings.models import Call, Registration, Session
from maillage.bookings.services import (
    accept_offer,
    cancel_registration,
    cancel_session,
    change_capacity,
    come_back,
    decline_offer,
    end_overdue_offers,
    promote,
    stay_together,
)
from maillage.bookings.services.waiting_list import offer_ends_at
from maillage.bookings.wagtail_hooks import hand_on_unanswered_seats
from maillage.outbox.models import Message
from tests.bookings.factories import enroll, make_cycle, make_page, make_session, statuses

pytestmark = pytest.mark.django_db


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def offered(session: Session, *others: str, **who) -> Registration:
    """Somebody to whom the only seat of `session` is offered, with `others` behind them."""
    first = enroll(session, "Première")
    head = enroll(session, "Ana", **who)
    for name in others:
        enroll(session, name)
    cancel_registration(first)
    return fresh(head)


def group_offered_two_of_three(*others: str, **page_fields) -> tuple[Session, Registration]:
    """A group of three to whom two seats are offered, on a date of three."""
    session = make_session(make_page(seats_per_registration=5, **page_fields), capacity=3)
    enroll(session, "Seul")
    pair = enroll(session, "Paire", seats=2)
    group = enroll(session, "Groupe", seats=3)
    for name in others:
        enroll(session, name)
    cancel_registration(pair)
    return session, fresh(group)


def taken(session: Session) -> tuple[int, int]:
    session.refresh_from_db()
    return session.seats_taken, session.waiting_count


def after(registration: Registration) -> datetime:
    assert registration.offer_expires_at is not None
    return registration.offer_expires_at + timedelta(seconds=1)


def kinds_about(registration: Registration) -> list[str]:
    rows = Message.objects.filter(subject_reference=registration.reference).order_by("pk")
    return [row.kind.removeprefix("bookings.") for row in rows]


def test_a_freed_seat_is_kept_for_the_first_who_waits() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    assert (head.status, head.offered_seats) == ("offered", 1)
    assert taken(session) == (1, 1)


def test_a_newcomer_does_not_get_the_seat_that_is_kept() -> None:
    session = make_session(capacity=1)
    offered(session)
    assert enroll(session, "Chloé").status == "waiting"


def test_an_accepted_offer_is_a_registration() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    accept_offer(head)
    assert statuses(session)[1:] == [("Ana", "confirmed"), ("Bob", "waiting")]
    assert taken(session) == (1, 1)
    assert fresh(head).offer_expires_at is None


def test_a_declined_offer_goes_to_the_next() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    assert [person.name for person in decline_offer(head)] == ["Bob"]
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "offered")]
    assert taken(session) == (1, 0)


@pytest.mark.parametrize("answer", [accept_offer, decline_offer])
def test_an_offer_answered_twice_changes_nothing_more(answer) -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    answer(head)
    before = statuses(session), taken(session)
    with pytest.raises(NoOffer):
        answer(fresh(head))
    assert (statuses(session), taken(session)) == before


def test_an_answer_too_late_is_refused_and_the_seat_goes_to_the_next() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    with pytest.raises(OfferExpired):
        accept_offer(head, now=after(head))
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "offered")]
    assert taken(session) == (1, 0)


def test_the_worker_hands_on_what_nobody_answered_and_tells_the_person() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    assert end_overdue_offers(after(head)) is not None
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "offered")]
    assert kinds_about(head) == ["registration_waiting", "seats_offered", "offer_ended"]


def test_the_worker_has_nothing_to_do_before_the_time() -> None:
    head = offered(make_session(capacity=1))
    assert end_overdue_offers(after(head) - timedelta(seconds=2)) is None


def test_the_job_runs_every_minute() -> None:
    (job,) = hand_on_unanswered_seats()
    assert (job.every, job.run) == (timedelta(minutes=1), end_overdue_offers)


def test_a_newcomer_finds_the_seat_of_an_offer_that_is_over() -> None:
    session = make_session(capacity=1)
    head = offered(session)
    assert enroll(session, "Bob", now=after(head)).status == "confirmed"
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "confirmed")]


def test_an_offer_that_is_over_serves_who_waits_before_a_newcomer() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    assert enroll(session, "Chloé", now=after(head)).status == "waiting"
    assert statuses(session)[2][1] == "offered"


def test_who_let_an_offer_end_comes_back_behind_the_others() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob", "Chloé")
    end_overdue_offers(after(head))
    head = fresh(head)
    come_back(head)
    assert statuses(session)[1:] == [("Bob", "offered"), ("Chloé", "waiting"), ("Ana", "waiting")]
    assert head.waiting_rank() == 2


def test_who_comes_back_to_an_empty_list_with_a_free_seat_is_registered() -> None:
    session = make_session(capacity=1)
    head = offered(session)
    end_overdue_offers(after(head))
    come_back(fresh(head))
    assert statuses(session)[1:] == [("Ana", "confirmed")]
    assert taken(session) == (1, 0)


def test_coming_back_twice_is_coming_back_once() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    end_overdue_offers(after(head))
    come_back(fresh(head))
    come_back(fresh(head))
    assert taken(session) == (1, 1)


def test_who_cancelled_does_not_come_back_by_that_way() -> None:
    session = make_session(capacity=1)
    head = offered(session)
    decline_offer(head)
    with pytest.raises(NoOffer):
        come_back(fresh(head))


def test_who_reads_no_email_goes_to_the_end_of_the_list_instead_of_leaving_it() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob", email="", phone="+33639981234")
    end_overdue_offers(after(head))
    assert statuses(session)[1:] == [("Bob", "offered"), ("Ana", "waiting")]
    assert taken(session) == (1, 1)


def test_who_reads_no_email_is_on_the_list_of_people_to_call_before_the_answer_is_due() -> None:
    head = offered(make_session(capacity=1), email="", phone="+33639981234")
    call = Call.objects.get(kind="bookings.seats_offered")
    assert (call.registration, call.before) == (head, head.offer_expires_at)


def test_a_group_is_offered_the_seats_there_are() -> None:
    session, group = group_offered_two_of_three("Bob")
    assert (group.status, group.offered_seats, group.seats) == ("offered", 2, 3)
    assert taken(session) == (3, 1)


def test_a_group_that_accepts_comes_as_fewer() -> None:
    session, group = group_offered_two_of_three()
    Registration.objects.filter(pk=group.pk).update(companions=["Yann", "Lena"])
    accept_offer(fresh(group))
    group = fresh(group)
    assert (group.status, group.seats, group.companions) == ("confirmed", 2, ["Yann"])
    assert taken(session) == (3, 0)


def test_a_group_that_stays_together_keeps_its_rank_and_holds_those_behind() -> None:
    session, group = group_offered_two_of_three("Bob")
    assert stay_together(group) == []
    assert fresh(group).waiting_rank() == 1
    assert statuses(session)[2:] == [("Groupe", "waiting"), ("Bob", "waiting")]
    assert taken(session) == (1, 2)


def test_a_group_that_stays_together_is_not_asked_again() -> None:
    _session, group = group_offered_two_of_three("Bob")
    stay_together(group)
    cancel_registration(Registration.objects.get(name="Bob"))
    assert fresh(group).status == "waiting"


def test_a_group_that_stays_together_is_served_when_it_fits() -> None:
    _session, group = group_offered_two_of_three()
    stay_together(group)
    cancel_registration(Registration.objects.get(name="Seul"))
    group = fresh(group)
    assert (group.status, group.offered_seats) == ("offered", 3)


def test_somebody_alone_cannot_ask_to_stay_together() -> None:
    head = offered(make_session(capacity=1))
    with pytest.raises(NoOffer):
        stay_together(head)
    assert fresh(head).status == "offered"


def test_a_seat_freed_meanwhile_is_added_to_the_offer_of_a_group() -> None:
    session, group = group_offered_two_of_three("Bob")
    cancel_registration(Registration.objects.get(name="Seul"))
    group = fresh(group)
    assert (group.offered_seats, group.is_offered_fewer) == (3, False)
    assert statuses(session)[3] == ("Bob", "waiting")


def test_an_answer_to_another_number_of_seats_than_was_shown_is_refused() -> None:
    session, group = group_offered_two_of_three()
    change_capacity(session, 4)
    with pytest.raises(OfferChanged):
        accept_offer(fresh(group), seats=2)
    assert fresh(group).status == "offered"


def test_more_seats_are_offered_in_the_order_of_the_list() -> None:
    session = make_session(capacity=1)
    for name in ("Ana", "Bob", "Chloé", "Dan"):
        enroll(session, name)
    assert [person.name for person in change_capacity(session, 3)] == ["Bob", "Chloé"]


def test_cancelling_while_a_seat_is_kept_hands_it_on() -> None:
    session = make_session(capacity=1)
    head = offered(session, "Bob")
    cancel_registration(head)
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "offered")]


def test_the_team_can_give_a_group_all_its_seats_instead_of_what_was_offered() -> None:
    session, group = group_offered_two_of_three()
    promote(group, add_seats=True)
    session.refresh_from_db()
    assert (fresh(group).status, fresh(group).seats) == ("confirmed", 3)
    assert (session.capacity, session.seats_taken) == (4, 4)


def test_a_seat_of_a_cycle_is_kept_on_every_date() -> None:
    dates = make_cycle(capacities=(1, 1))
    first = enroll(dates[0], "Première")
    head = enroll(dates[0], "Ana")
    cancel_registration(first)
    assert fresh(head).status == "offered"
    decline_offer(fresh(head))
    assert list(Session.objects.values_list("seats_taken", "waiting_count")) == [(0, 0), (0, 0)]


def test_a_cycle_that_began_gives_seats_on_the_dates_to_come_only() -> None:
    dates = make_cycle(capacities=(1, 1))
    first = enroll(dates[0], "Première")
    head = enroll(dates[0], "Ana")
    gone = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=dates[0].pk).update(start=gone, end=gone + timedelta(hours=1))
    cancel_registration(first)
    assert [row.session_id for row in head.dates.all()] == [dates[1].pk]
    cancel_registration(fresh(head))
    # The first date has begun: it keeps the seat of who had one on it.
    assert list(Session.objects.order_by("pk").values_list("seats_taken", "waiting_count")) == [
        (1, 0),
        (0, 0),
    ]


def test_an_offer_for_a_date_that_was_cancelled_cannot_be_accepted() -> None:
    session = make_session(capacity=1)
    head = offered(session)
    cancel_session(session, reason="Panne")
    with pytest.raises(SessionCancelled):
        accept_offer(fresh(head))
    assert end_overdue_offers(after(head)) is None


def test_an_accepted_offer_brings_a_confirmation() -> None:
    head = offered(make_session(capacity=1))
    accept_offer(head)
    assert kinds_about(head) == ["registration_waiting", "seats_offered", "registration_confirmed"]


def test_an_offer_without_an_end_is_refused_by_the_database() -> None:
    head = offered(make_session(capacity=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=head.pk).update(offer_expires_at=None)


# How long a seat is kept: (hours of the page, hours before the start, closes how many hours before, minutes).
LENGTHS = [
    (24, 240, 0, 24 * 60),  # far away: what the page says
    (24, 48, 0, 12 * 60),  # a quarter of what is left
    (24, 48, 24, 6 * 60),  # of what is left before registration closes
    (24, 3, 0, 45),
    (24, 25, 24, 15),  # a quarter of an hour at least
    (24, 12, 24, 3 * 60),  # registration is closed: the start counts
    (1, 240, 0, 60),
    (0, 240, 0, None),  # the page asks nobody
    (24, 1.9, 0, None),  # too near to ask
    (24, -1, 0, None),
]


@pytest.mark.parametrize(("page_hours", "hours_before", "closes_hours", "minutes"), LENGTHS)
def test_a_seat_is_kept_shorter_near_the_date(page_hours, hours_before, closes_hours, minutes) -> None:
    page = make_page(offer_hours=page_hours, booking_closes_hours=closes_hours)
    session = make_session(page)
    now = session.start - timedelta(hours=hours_before)
    expected = None if minutes is None else now + timedelta(minutes=minutes)
    assert offer_ends_at([session], now=now) == expected


def test_within_two_hours_of_the_start_the_first_who_waits_is_registered_at_once() -> None:
    session = make_session(capacity=1, in_days=1.5 / 24)
    head = offered(session)
    assert head.status == "confirmed"
    assert kinds_about(head) == ["registration_waiting", "registration_promoted"]


def test_a_page_that_asks_nobody_registers_at_once_and_lets_a_group_hold() -> None:
    session = make_session(make_page(offer_hours=0, seats_per_registration=3), capacity=2)
    first = enroll(session, "Ana")
    enroll(session, "Bob")
    group = enroll(session, "Groupe", seats=2)
    cancel_registration(first)
    assert fresh(group).status == "waiting"
    cancel_registration(Registration.objects.get(name="Bob"))
    assert fresh(group).status == "confirmed"


def test_a_freed_appointment_is_kept_with_its_seat() -> None:
    session = make_session(capacity=2, slot_minutes=60)
    first = enroll(session, "Première")
    enroll(session, "Deuxième")
    head = enroll(session, "Ana")
    hour = first.dates.get().slot_start
    cancel_registration(first)
    assert head.dates.get().slot_start == hour
    decline_offer(fresh(head))
    assert head.dates.get().slot_start is None


def test_a_group_that_finds_fewer_seats_than_it_is_is_asked_at_once_whether_it_comes_as_fewer():
    session = make_session(make_page(seats_per_registration=5), capacity=3)
    enroll(session, "Seul")
    group = fresh(enroll(session, "Groupe", seats=4))
    assert (group.status, group.offered_seats) == ("offered", 2)
    assert taken(session) == (3, 0)


def test_the_free_seats_belong_to_who_waits_before_the_group_that_comes():
    session, group = group_offered_two_of_three()
    stay_together(group)
    second = fresh(enroll(session, "Deuxième", seats=4))
    assert (second.status, taken(session)) == ("waiting", (1, 2))
