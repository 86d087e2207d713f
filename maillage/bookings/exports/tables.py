"""The tables that a team takes away: registrations, attendance, counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maillage.bookings.exports.files import CHUNK, Column, InStep, Table, headings
from maillage.bookings.funders import VALUES, value_words
from maillage.bookings.models import (
    Answer,
    AnswerFile,
    Attendance,
    CountCategory,
    HeadCount,
    RegisteredDate,
    Registration,
    RegistrationStatus,
    VolunteerTime,
)
from maillage.privacy.contacts import display_phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from maillage.bookings.exports.files import Cell
    from maillage.bookings.models import Guardian, Session
    from maillage.bookings.querysets import RegistrationQuerySet, SessionQuerySet

# What a draft keeps to its team.
NAMING: tuple[Column[Session], ...] = (
    Column(gettext_lazy("Page"), lambda session: session.page.title),
    Column(gettext_lazy("Place"), lambda session: str(session.place) if session.place else ""),
)
DATE_COLUMNS: tuple[Column[Session], ...] = (
    Column(gettext_lazy("Date"), lambda session: session.local_start.date()),
    Column(gettext_lazy("Begins at"), lambda session: f"{session.local_start:%H:%M}"),
    *NAMING,
    Column(gettext_lazy("Organisation"), lambda session: session.organization.name),
)


def wordings(registrations: RegistrationQuerySet) -> list[str]:
    """Return what was asked of `registrations`, each wording once, the oldest first; one query."""
    asked = Answer.objects.order_by().filter(registration__in=registrations.values("pk"))
    return list(
        asked.values("wording").annotate(first=Min("pk")).order_by("first").values_list("wording", flat=True)
    )


def answers_in_order(registrations: RegistrationQuerySet) -> QuerySet[Answer]:
    """Return the answers of `registrations` in their order, each with the name of its file."""
    names = AnswerFile.objects.filter(answer=OuterRef("pk")).order_by("pk").values("original_name")[:1]
    answers = Answer.objects.filter(registration__in=registrations.values("pk"))
    return answers.annotate(file_name=Subquery(names)).order_by("registration_id", "pk")


def cells_of(answers: Iterable[Answer], asked: list[str]) -> list[Cell]:
    """Return a cell for each wording of `asked`; the same words asked twice share one."""
    said: dict[str, list[Any]] = {}
    for answer in answers:
        value = answer.file_name if answer.kind == "file" else answer.value  # type: ignore[attr-defined]
        said.setdefault(answer.wording, []).extend(value if isinstance(value, list) else [value])
    return [_cell(said.get(wording, [])) for wording in asked]


def _cell(values: list[Any]) -> Cell:
    """Return one value as it is, so that numbers add up, and several beside each other."""
    values = [value for value in values if value not in (None, "")]
    if len(values) == 1 and isinstance(values[0], int | str):
        return values[0]
    return " / ".join(str(value) for value in values)


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
        headings=[*headings(REGISTRATION_COLUMNS), *asked],
        rows=_registration_rows(registrations, asked),
    )


def _registration_rows(registrations: RegistrationQuerySet, asked: list[str]) -> Iterator[list[Cell]]:
    dates = RegisteredDate.objects.filter(registration__in=registrations.values("pk"))
    dates = dates.select_related("session__page", "session__place")
    dates = dates.order_by("registration_id", "session__start")
    answers = answers_in_order(registrations)
    dates_of = InStep[RegisteredDate](dates.iterator(CHUNK), lambda row: row.registration_id)
    answers_of = InStep[Answer](answers.iterator(CHUNK), lambda row: row.registration_id)
    for row in registrations.select_related("organization", "guardian").order_by("pk").iterator(CHUNK):
        line = Line(row, dates_of.of(row.pk))
        yield [column.cell(line) for column in REGISTRATION_COLUMNS] + cells_of(answers_of.of(row.pk), asked)


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


REGISTRATION_COLUMNS: tuple[Column[Line], ...] = (
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
        sheet=_("Attendance"),
        headings=[*of_date, *headings(COLUMNS)],
        rows=_attendance_rows(rows.iterator(CHUNK)),
    )


def _attendance_rows(rows: Iterator[RegisteredDate]) -> Iterator[list[Cell]]:
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

Kind = tuple[str, str]
FIGURES = (
    gettext_lazy("Status of the date"),
    gettext_lazy("Seats taken"),
    gettext_lazy("Registrations present"),
    pgettext_lazy("column", "Absent"),
    pgettext_lazy("column", "Excused"),
    gettext_lazy("People who came"),
    gettext_lazy("Volunteers' hours"),
    gettext_lazy("Euros in the box"),
)


def counts_table(sessions: SessionQuerySet, *, told: SessionQuerySet) -> Table:
    """Return the numbers of `sessions`, whole, in four queries whatever the number of dates.

    The categories are those that were typed, or that the worker added up the night after the date. The
    page and the place are named for the dates of `told` alone: others may be drafts.
    """
    counted = _head_counts(sessions)
    kinds = _kinds(counted)
    titles = [
        f"{CountCategory(category).label} – {value_words(category, value)}" for category, value in kinds
    ]
    return Table(
        sheet=_("Counts"),
        headings=[*headings(DATE_COLUMNS), *map(str, FIGURES), *titles],
        rows=_count_rows(sessions, told, counted, kinds),
    )


def _head_counts(sessions: SessionQuerySet) -> dict[int, dict[Kind, int]]:
    """Return what was typed or kept, by date; of the totals only those typed, since attendance stays."""
    counted: dict[int, dict[Kind, int]] = defaultdict(dict)
    kept = HeadCount.objects.filter(session__in=sessions.values("pk"))
    kept = kept.exclude(category=CountCategory.TOTAL, typed=False)
    for session, category, value, count in kept.values_list("session", "category", "value", "count"):
        counted[session][category, value] = count
    return counted


def _kinds(counted: dict[int, dict[Kind, int]]) -> list[Kind]:
    """Return the categories and values that some date counts, in the order of the form; communes by name."""
    found = {kind for counts in counted.values() for kind in counts if kind[0] != CountCategory.TOTAL}
    categories = list(CountCategory.values)

    def place(kind: Kind) -> tuple[int, int, str]:
        listed = [value for value, _words in VALUES.get(kind[0], ())]
        rank = listed.index(kind[1]) if kind[1] in listed else len(listed)
        return categories.index(kind[0]), rank, kind[1]

    return sorted(found, key=place)


def _count_rows(
    sessions: SessionQuerySet, told: SessionQuerySet, counted: dict[int, dict[Kind, int]], kinds: list[Kind]
) -> Iterator[list[Cell]]:
    noted, minutes = _noted(sessions), _minutes(sessions)
    is_told = ExpressionWrapper(Q(pk__in=told.values("pk")), BooleanField())
    ordered = (
        sessions.annotate(is_told=is_told)
        .select_related("page", "place", "organization")
        .order_by("start", "pk")
    )
    for session in ordered.iterator(CHUNK):
        counts = counted.get(session.pk, {})
        figures = _figures(session, noted.get(session.pk, {}), counts, minutes.get(session.pk, 0))
        yield [*_of_date(session), *figures, *(counts.get(kind) for kind in kinds)]


def _of_date(session: Session) -> list[Cell]:
    """Return what is said first, without the page and the place of a date that is not told."""
    told = session.is_told  # type: ignore[attr-defined]
    return [column.cell(session) if told or column not in NAMING else "" for column in DATE_COLUMNS]


def _figures(session: Session, noted: dict, counts: dict[Kind, int], minutes: int) -> list[Cell]:
    return [
        str(session.get_status_display()),
        session.seats_taken,
        noted.get("present", 0),
        noted.get("absent", 0),
        noted.get("excused", 0),
        counts.get((CountCategory.TOTAL, ""), noted.get("people", 0)),
        (Decimal(minutes) / 60).quantize(Decimal("0.01")),
        noted.get("box") or Decimal("0.00"),
    ]


def _noted(sessions: SessionQuerySet) -> dict[int, dict]:
    """Return what was noted on the day, by date."""
    rows = RegisteredDate.objects.filter(
        session__in=sessions.values("pk"), registration__status=RegistrationStatus.CONFIRMED
    )
    here = Q(attendance=Attendance.PRESENT)
    sums = rows.values("session").annotate(
        present=Count("pk", filter=here),
        absent=Count("pk", filter=Q(attendance=Attendance.ABSENT)),
        excused=Count("pk", filter=Q(attendance=Attendance.EXCUSED)),
        people=Sum(Coalesce("present_seats", "registration__seats"), filter=here, default=0),
        box=Sum("paid_amount", default=Decimal(0)),
    )
    return {row["session"]: row for row in sums.order_by()}


def _minutes(sessions: SessionQuerySet) -> dict[int, int]:
    """Return the minutes that volunteers gave, by date."""
    times = VolunteerTime.objects.filter(session__in=sessions.values("pk")).order_by()
    return dict(times.values("session").annotate(sum=Sum("minutes")).values_list("session", "sum"))
