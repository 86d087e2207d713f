"""Attendance as a table: one row for each person and each date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..models import RegisteredDate, RegistrationStatus
from .dates import DATE_COLUMNS
from .files import headings
from .tables import CHUNK, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..querysets import RegistrationQuerySet, SessionQuerySet
    from .cells import Cell


def attendance_table(sessions: SessionQuerySet, registrations: RegistrationQuerySet) -> Table:
    """Return who holds or held a seat on `sessions` among `registrations`, in one query."""
    rows = RegisteredDate.objects.filter(
        session__in=sessions.values("pk"),
        registration__in=registrations.values("pk"),
        registration__status=RegistrationStatus.CONFIRMED,
    ).select_related("registration", "paid_means", "session__page", "session__place", "session__organization")
    rows = rows.order_by("session__start", "session_id", "slot_start", "registration__name", "pk")
    of_date = headings(DATE_COLUMNS)
    return Table(
        sheet=_("Attendance"), headings=[*of_date, *headings(COLUMNS)], rows=_rows(rows.iterator(CHUNK))
    )


def _rows(rows: Iterator[RegisteredDate]) -> Iterator[list[Cell]]:
    for row in rows:
        of_date = [column.cell(row.session) for column in DATE_COLUMNS]
        yield of_date + [column.cell(row) for column in COLUMNS]


def _slot(row: RegisteredDate) -> str:
    return f"{row.slot_start.astimezone(row.session.zone):%H:%M}" if row.slot_start else ""


def _present(row: RegisteredDate) -> int | None:
    if row.attendance != "present":
        return None
    return row.registration.seats if row.present_seats is None else row.present_seats


COLUMNS: tuple[Column[RegisteredDate], ...] = (
    Column(gettext_lazy("Reference"), lambda row: row.registration.spoken_reference),
    Column(gettext_lazy("Name"), lambda row: row.registration.name),
    Column(gettext_lazy("Seats"), lambda row: row.registration.seats),
    Column(gettext_lazy("Appointment"), _slot),
    Column(pgettext_lazy("column", "Attendance"), lambda row: str(row.get_attendance_display())),
    Column(gettext_lazy("People present"), _present),
    Column(gettext_lazy("May be on photos"), lambda row: row.registration.photo_allowed),
    Column(gettext_lazy("Paid in euros"), lambda row: row.paid_amount),
    Column(gettext_lazy("Means of payment"), lambda row: row.paid_means.name if row.paid_means else ""),
    Column(pgettext_lazy("registration", "Came by"), lambda row: str(row.registration.get_source_display())),
)
