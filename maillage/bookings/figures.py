"""What bookings counts for the key figures: dates held, registrations, people who came, volunteers' hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.bookings.models import (
    Attendance,
    CountCategory,
    HeadCount,
    RegisteredDate,
    RegistrationStatus,
    Session,
    VolunteerTime,
)
from maillage.figures.providers import ComputedFigure, FigureProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maillage.bookings.querysets import SessionQuerySet
    from maillage.figures.providers import Scope


HOUR = Decimal(60)


def provider() -> FigureProvider:
    """Return the provider that the hook registers."""
    return FigureProvider("bookings", _("Dates and registrations"), compute)


def compute(scope: Scope) -> Iterator[ComputedFigure]:
    """Yield the figures of `scope` in four queries: only dates that took place are counted."""
    dates = dates_held(scope)
    rows = RegisteredDate.objects.filter(
        session__in=dates.values("pk"), registration__status=RegistrationStatus.CONFIRMED
    )
    seats = rows.aggregate(seats=Sum("registration__seats", default=0))["seats"]
    minutes = VolunteerTime.objects.filter(session__in=dates.values("pk")).aggregate(
        sum=Sum("minutes", default=0)
    )
    hours = (minutes["sum"] / HOUR).quantize(Decimal("0.1"))
    source = _("The registrations of the site")
    yield ComputedFigure("dates", _("dates held"), dates.count(), source=source)
    yield ComputedFigure("registered", _("seats booked"), seats, source=source, counts_people=True)
    attendance = _("The attendance noted on the day, or the number typed by the team")
    yield ComputedFigure(
        "present", _("people who came"), people_of(dates), source=attendance, counts_people=True
    )
    yield ComputedFigure(
        "volunteering", _("volunteers' hours"), hours, unit="h", source=_("The team's notes")
    )


def dates_held(scope: Scope) -> SessionQuerySet:
    """Return the dates of `scope` that took place: neither cancelled nor postponed, and over."""
    dates = Session.objects.held().filter(
        start__gte=_day(scope.start), start__lt=_day(scope.end + timedelta(days=1))
    )
    narrow = {"organization": scope.organization, "place": scope.place, "page": scope.page}
    return dates.filter(**{name: value for name, value in narrow.items() if value is not None})


def people_of(dates: SessionQuerySet) -> int:
    """Return how many people came to `dates`: the number typed where there is one, else attendance."""
    typed = HeadCount.objects.filter(session=OuterRef("pk"), category=CountCategory.TOTAL, typed=True)
    here = RegisteredDate.objects.filter(
        session=OuterRef("pk"),
        registration__status=RegistrationStatus.CONFIRMED,
        attendance=Attendance.PRESENT,
    )
    present = (
        here.order_by()
        .values("session")
        .annotate(people=Sum(Coalesce("present_seats", "registration__seats")))
        .values("people")
    )
    either = (Subquery(typed.values("count")[:1]), Subquery(present), 0)
    counted = dates.order_by().annotate(people=Coalesce(*either, output_field=IntegerField()))
    return int(counted.aggregate(sum=Sum("people", default=0))["sum"])


def _day(day: date) -> datetime:
    """Return when `day` begins on the site's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))
