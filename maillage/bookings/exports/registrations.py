"""Registrations as a table: one row for each, with everything that was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maillage.privacy.contacts import display_phone

from ..models import Answer, RegisteredDate, Registration
from .answers import answers_in_order, cells_of, wordings
from .files import headings
from .tables import CHUNK, Column, InStep, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ..models import Guardian
    from ..querysets import RegistrationQuerySet
    from .cells import Cell


@dataclass(frozen=True, slots=True)
class Line:
    """One registration with its dates, soonest first."""

    registration: Registration
    dates: list[RegisteredDate]

    @property
    def guardian(self) -> Guardian | None:
        """Who answers for a minor."""
        return getattr(self.registration, "guardian", None)


def registrations_table(registrations: RegistrationQuerySet) -> Table:
    """Return `registrations` with their answers, in four queries whatever their number."""
    asked = wordings(registrations)
    return Table(
        sheet=_("Registrations"),
        headings=[*headings(COLUMNS), *asked],
        rows=_rows(registrations, asked),
    )


def _rows(registrations: RegistrationQuerySet, asked: list[str]) -> Iterator[list[Cell]]:
    dates = RegisteredDate.objects.filter(registration__in=registrations.values("pk"))
    dates = dates.select_related("session__page", "session__place")
    dates = dates.order_by("registration_id", "session__start")
    answers = answers_in_order(registrations)
    dates_of = InStep[RegisteredDate](dates.iterator(CHUNK), lambda row: row.registration_id)
    answers_of = InStep[Answer](answers.iterator(CHUNK), lambda row: row.registration_id)
    for row in registrations.select_related("organization", "guardian").order_by("pk").iterator(CHUNK):
        line = Line(row, dates_of.of(row.pk))
        yield [column.cell(line) for column in COLUMNS] + cells_of(answers_of.of(row.pk), asked)


def _local(moment: datetime | None) -> datetime | None:
    """Return `moment` on the site's clock, without its zone: a spreadsheet knows none."""
    return None if moment is None else timezone.localtime(moment).replace(tzinfo=None)


def _titles(line: Line) -> str:
    return " / ".join(dict.fromkeys(row.session.page.title for row in line.dates))


def _days(line: Line) -> str:
    return " / ".join(f"{row.session.local_start:%d/%m/%Y %H:%M}" for row in line.dates)


def _places(line: Line) -> str:
    return " / ".join(dict.fromkeys(str(row.session.place) for row in line.dates if row.session.place))


def _of_guardian(name: str, line: Line) -> Cell:
    return getattr(line.guardian, name, None)


COLUMNS: tuple[Column[Line], ...] = (
    Column(gettext_lazy("Reference"), lambda line: line.registration.spoken_reference),
    Column(gettext_lazy("Page"), _titles),
    Column(gettext_lazy("Dates"), _days),
    Column(gettext_lazy("Place"), _places),
    Column(gettext_lazy("Organisation"), lambda line: line.registration.organization.name),
    Column(
        pgettext_lazy("a registration", "Status"), lambda line: str(line.registration.get_status_display())
    ),
    Column(gettext_lazy("Name"), lambda line: line.registration.name),
    Column(gettext_lazy("Phone"), lambda line: display_phone(line.registration.phone)),
    Column(gettext_lazy("E-mail address"), lambda line: line.registration.email),
    Column(gettext_lazy("Seats"), lambda line: line.registration.seats),
    Column(gettext_lazy("Names of the others"), lambda line: ", ".join(line.registration.companions)),
    Column(gettext_lazy("Registered by"), lambda line: line.registration.relay_name),
    Column(gettext_lazy("Who is"), lambda line: str(line.registration.get_relay_role_display())),
    Column(gettext_lazy("Registered on"), lambda line: _local(line.registration.created_at)),
    Column(
        pgettext_lazy("registration", "Came by"), lambda line: str(line.registration.get_source_display())
    ),
    Column(gettext_lazy("Agreed to the notice on"), lambda line: _local(line.registration.consented_at)),
    Column(gettext_lazy("May be on photos"), lambda line: line.registration.photo_allowed),
    Column(gettext_lazy("Legal guardian"), lambda line: _of_guardian("name", line)),
    Column(
        gettext_lazy("Phone of the legal guardian"),
        lambda line: display_phone(line.guardian.phone) if line.guardian else None,
    ),
    Column(gettext_lazy("May leave alone"), lambda line: _of_guardian("may_leave_alone", line)),
    Column(gettext_lazy("To know in an emergency"), lambda line: _of_guardian("emergency_note", line)),
)
