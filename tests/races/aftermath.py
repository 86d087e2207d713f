"""What must be true of the dates when a storm is over: run in the site's own process."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import pairwise

from django.db.models import Min
from django.utils import timezone

from maillage.bookings.models import Registration, Session
from maillage.bookings.services import end_overdue_offers
from maillage.outbox.models import Message

OFFERED = "bookings.seats_offered"


def report(*public_ids: str) -> None:
    """Print a JSON list of what is wrong, date by date; an empty one when all is well."""
    end_overdue_offers(timezone.now())
    wrong = [f"{pid}: {mistake}" for pid in public_ids for mistake in mistakes(pid)]
    print(json.dumps(wrong))  # noqa: T201


def mistakes(public_id: str) -> list[str]:
    """Return what is wrong with one date: seats, counters, the list, its order."""
    session = Session.objects.get(public_id=public_id)
    people = list(Registration.objects.of_session(session).order_by("created_at", "pk"))
    waiting = [each for each in people if each.is_waiting]
    held = sum(each.seats_held for each in people)
    found = []
    if session.capacity is not None and held > session.capacity:
        found.append(f"oversold: {held} seats held, {session.capacity} there are")
    if held != session.seats_taken:
        found.append(f"counted {session.seats_taken} seats, {held} are held")
    if len(waiting) != session.waiting_count:
        found.append(f"counted {session.waiting_count} who wait, {len(waiting)} do")
    return [
        *found,
        *_empty_seats(session, waiting),
        *_overtaken(people, waiting),
        *_offers_out_of_turn(people),
    ]


def _empty_seats(session: Session, waiting: list[Registration]) -> list[str]:
    """Seats that stay empty while the first who waits would take them; a whole group may hold."""
    if not waiting or session.capacity is None:
        return []
    free, head = session.capacity - session.seats_taken, waiting[0]
    wanted = head.seats if head.stays_whole else 1
    return [f"{free} seats free while somebody waits for {head.seats}"] if free >= wanted else []


def _overtaken(people: list[Registration], waiting: list[Registration]) -> list[str]:
    """Those who came after the first who still waits, and have a seat."""
    if not waiting:
        return []
    head = waiting[0]
    behind = people[people.index(head) + 1 :]
    return [f"{each.name} overtook {head.name}" for each in behind if each.seats_held]


def _offers_out_of_turn(people: list[Registration]) -> list[str]:
    """First offers that were not made in the order of the list; who has moved came from another one."""
    moved = set(
        Message.objects.filter(kind="bookings.registration_changed").values_list(
            "subject_reference", flat=True
        )
    )
    firsts = _first_offers()
    offers = [
        (each.name, firsts[each.reference])
        for each in people
        if each.reference in firsts and each.reference not in moved
    ]
    return [
        f"{later} was asked before {first}" for (first, at), (later, then) in pairwise(offers) if then < at
    ]


def _first_offers() -> dict[str, datetime]:
    """When each registration was first offered a seat: when its message was written, under the date's lock.

    The moment that the key of a message names may be older: what the worker began before it got the lock.
    """
    offers = Message.objects.filter(kind=OFFERED)
    rows = offers.values("subject_reference").annotate(first=Min("created_at"))
    return dict(rows.values_list("subject_reference", "first"))
