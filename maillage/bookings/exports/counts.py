"""Counts as a table: one row for each date, nobody's name, in the categories that funders use."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..funders import VALUES, value_words
from ..models import Attendance, CountCategory, HeadCount, RegisteredDate, RegistrationStatus, VolunteerTime
from .dates import DATE_COLUMNS, NAMING
from .files import headings
from .tables import CHUNK, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import Session
    from ..querysets import SessionQuerySet
    from .cells import Cell

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
        rows=_rows(sessions, told, counted, kinds),
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


def _rows(
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
