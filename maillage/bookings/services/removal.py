"""Dates that nobody ever registered for leave without a trace; the others are history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError

from ..errors import DateHasHistory, DateInUse
from ..models import RegisteredDate, Session, SessionSeries
from ..recurrence import normalize
from .locks import lock_bookable_unit, lock_sessions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@transaction.atomic
def delete_session(session: Session) -> None:
    """Delete a date made by mistake; the rule of its series then leaves that day out.

    Raises DateInUse when somebody has ever registered for it, DateHasHistory when a plugin keeps what
    happened on it: such a date is cancelled.
    """
    lock_bookable_unit(session)
    if RegisteredDate.objects.filter(session=session).exists():
        raise DateInUse
    if session.series_id is not None:
        series = SessionSeries.objects.select_for_update(of=("self",)).get(pk=session.series_id)
        left_out = session.original_start.astimezone(session.zone).date()
        series.recurrences = normalize(
            series.recurrences,
            start_time=series.start_time,
            timezone_name=series.timezone_name,
            excluded=[left_out],
        )
        series.save(update_fields=["recurrences"])
    _delete(Session.objects.filter(pk=session.pk))


@transaction.atomic
def delete_unused_dates(page_ids: Iterable[int]) -> int:
    """Delete the dates and series of these pages, and return how many dates there were.

    Raises DateInUse or DateHasHistory, and deletes none, when one of them is part of what happened.
    """
    page_ids = list(page_ids)
    sessions = Session.objects.filter(page__in=page_ids)
    rows = lock_sessions(list(sessions.values_list("pk", flat=True)))
    if RegisteredDate.objects.filter(session__in=rows).exists():
        raise DateInUse
    _delete(Session.objects.filter(pk__in=[row.pk for row in rows]))
    SessionSeries.objects.filter(page__in=page_ids).delete()
    return len(rows)


def _delete(sessions: QuerySet[Session]) -> None:
    """Delete dates, unless rows of a plugin that name them are kept."""
    try:
        sessions.delete()
    except ProtectedError as held:
        kept = {str(row._meta.verbose_name_plural) for row in held.protected_objects}
        raise DateHasHistory(sorted(kept)) from held
