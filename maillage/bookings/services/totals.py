"""The totals of a period, association by association: numbers only, never a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, IntegerField, Q, Sum, When
from django.db.models.functions import Coalesce

from maillage.places.models import Organization

from ..models import (
    Attendance,
    CountCategory,
    HeadCount,
    RegisteredDate,
    RegistrationSource,
    RegistrationStatus,
    Session,
    VolunteerTime,
)

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from django.db.models import QuerySet


@dataclass
class OrganizationTotals:
    """What one association did in a period."""

    organization: Organization
    dates: int = 0
    cancelled: int = 0
    registrations: int = 0
    walk_ins: int = 0
    people: int = 0
    volunteer_minutes: int = 0
    euros: Decimal = Decimal(0)
    # By category and value: what was typed, or what was added up and kept each night.
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def totals_by_organization(start: datetime, end: datetime) -> list[OrganizationTotals]:
    """Return the totals of every association that had dates between `start` and `end` (aware, left out).

    Dates are those that took place. People are those whom a date counts: the number typed, else
    attendance. Six queries, whatever the
    number of associations and dates.
    """
    dates = Session.objects.filter(start__gte=start, start__lt=end)
    ids = dates.values_list("organization", flat=True).distinct()
    found = {each.pk: OrganizationTotals(each) for each in Organization.objects.filter(pk__in=ids)}
    held = Count("pk", filter=Q(pk__in=dates.held().values("pk")))
    _fill(found, dates, dates=held, cancelled=Count("pk", filter=Q(status="cancelled")))
    _fill_from_people(found, start, end)
    _fill_from_counts(found, start, end)
    hours = VolunteerTime.objects.filter(**_within(start, end))
    _fill(found, hours, path="session__organization", volunteer_minutes=Sum("minutes"))
    return sorted(found.values(), key=lambda each: each.organization.name)


def _within(start: datetime, end: datetime) -> dict[str, Any]:
    return {"session__start__gte": start, "session__start__lt": end}


def _fill(
    found: dict[int, OrganizationTotals],
    rows: QuerySet[Any],
    path: str = "organization",
    **aggregates: Any,
) -> None:
    """Put each aggregate by organisation into the field of its name."""
    for row in rows.order_by().values(path).annotate(**aggregates):
        for name in aggregates:
            setattr(found[row[path]], name, row[name] or 0)


def _fill_from_people(found: dict[int, OrganizationTotals], start: datetime, end: datetime) -> None:
    """Count registrations, walk-ins, money, and the people of the dates without a typed total."""
    rows = RegisteredDate.objects.filter(
        **_within(start, end), registration__status=RegistrationStatus.CONFIRMED
    )
    came_in = Q(registration__source=RegistrationSource.WALK_IN)
    _fill(
        found,
        rows,
        path="session__organization",
        registrations=Count("pk", filter=~came_in),
        walk_ins=Count("pk", filter=came_in),
        euros=Sum("paid_amount"),
    )
    typed = HeadCount.objects.filter(category=CountCategory.TOTAL, typed=True).values("session")
    present = rows.filter(attendance=Attendance.PRESENT).exclude(session__in=typed)
    people = Sum(Coalesce(F("present_seats"), F("registration__seats")))
    _fill(found, present, path="session__organization", people=people)


def _fill_from_counts(found: dict[int, OrganizationTotals], start: datetime, end: datetime) -> None:
    """Add the typed totals, and the numbers of each category."""
    rows = HeadCount.objects.filter(**_within(start, end)).order_by()
    # What was added up for the total is counted from attendance itself, a line above.
    not_typed = When(category=CountCategory.TOTAL, typed=False, then=0)
    counted = Case(not_typed, default=F("count"), output_field=IntegerField())
    groups = rows.values("session__organization", "category", "value").annotate(people=Sum(counted))
    for group in groups:
        totals = found[group["session__organization"]]
        if group["category"] == CountCategory.TOTAL:
            totals.people += group["people"]
        else:
            totals.counts.setdefault(group["category"], {})[group["value"]] = group["people"]
