"""The dates of the workshops, some of them full, one cancelled, one moved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from demo.content.workshops import WORKSHOPS
from demo.planning import plan_dates
from maillage.bookings.models import Session
from maillage.bookings.recurrence import to_utc
from maillage.bookings.services import cancel_session, create_series, move_session
from workshops.models import WorkshopPage

from .registrations import Crowd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demo.content.shapes import Moved, Workshop
    from demo.ledger import Ledger


def write_dates(ledger: Ledger) -> None:
    """Give each workshop its dates and its people.

    A workshop whose dates have all gone by gets new ones: a demo left for months is never empty.
    """
    crowd = Crowd()
    over = _with_past_dates_only(ledger.keys_of("workshop").values())
    for content in WORKSHOPS:
        write = partial(_write_dates_of, ledger, content, crowd)
        ledger.once(f"dates:{content.key}", write)
        if ledger.keys_of("workshop").get(content.key) in over:
            write()
            ledger.added.append(f"new dates:{content.key}")
    crowd.silence()


def _with_past_dates_only(pages: Iterable[int]) -> set[int]:
    """Return which of these published pages had dates, and have none to come."""
    of_pages = Session.objects.filter(page__in=pages, page__live=True)
    last = of_pages.order_by().values("page").annotate(last_end=Max("end"))
    return set(last.filter(last_end__lt=timezone.now()).values_list("page", flat=True))


def _write_dates_of(ledger: Ledger, content: Workshop, crowd: Crowd) -> None:
    page = ledger.row(WorkshopPage, f"workshop:{content.key}")
    rhythm = content.rhythm
    plan = plan_dates(rhythm, timezone.localdate())
    series = create_series(
        page,
        recurrences=plan.rule,
        first_date=plan.first_date,
        until=plan.until,
        excluded=plan.excluded,
        start_time=rhythm.start,
        duration=rhythm.length,
        capacity=rhythm.capacity,
        place=page.place,
        as_cycle=rhythm.as_cycle,
    )
    dates = list(series.sessions.select_related("organization", "series").order_by("start"))
    crowd.register(dates, content.people)
    if content.moved:
        _move(dates, content.moved)
    if content.cancelled:
        cancel_session(_of_rank(dates, content.cancelled.rank), reason=content.cancelled.reason)


def _move(dates: list[Session], moved: Moved) -> None:
    session = _of_rank(dates, moved.rank)
    # On the clock of the place: a change of hour in between moves nothing.
    start, end = (
        to_utc(local.replace(tzinfo=None) + moved.later, session.zone)
        for local in (session.local_start, session.local_end)
    )
    move_session(session, start=start, end=end, reason=moved.reason)


def _of_rank(dates: list[Session], rank: int) -> Session:
    return dates[min(rank, len(dates) - 1)]
