"""The one lock of the kernel: whoever writes seats holds the rows of the dates first."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.transaction import TransactionManagementError
from wagtail.models import Page

from ..models import Session


def lock_sessions(session_ids: Collection[int]) -> list[Session]:
    """Lock the dates in key order, so that two writers never wait for each other, and return them fresh.

    PostgreSQL locks the rows; on SQLite the transaction itself took the only write lock when
    it began (`transaction_mode="IMMEDIATE"`). Raises TransactionManagementError outside a
    transaction, where a lock would be let go at once.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("lock_sessions() only means something in a transaction.")
    rows = Session.objects.select_for_update(of=("self",)).filter(pk__in=session_ids)
    return list(rows.select_related("series").order_by("pk"))


def lock_page_dates(page: Page) -> None:
    """Let one writer at a time add dates to `page`, so that a double click adds them once."""
    Page.objects.select_for_update(of=("self",)).values_list("pk").get(pk=page.pk)


def is_in_cycle(session: Session) -> bool:
    """Tell whether `session` is booked together with the other dates of its series."""
    return session.series_id is not None and session.series.as_cycle  # type: ignore[union-attr]


def lock_bookable_unit(session: Session) -> list[Session]:
    """Lock what is booked together with `session`: itself, or every date of its cycle."""
    if is_in_cycle(session):
        return lock_sessions(list(Session.objects.booked_with(session).values_list("pk", flat=True)))
    return lock_sessions([session.pk])
