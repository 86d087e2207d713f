"""The hours that volunteers give on a date. Their first names leave with the date's people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils import timezone

from ..conf import get_conf
from ..models import VolunteerTime

if TYPE_CHECKING:
    from ..models import Session

BATCH = 200


def note_hours(session: Session, *, minutes: int, first_name: str = "") -> VolunteerTime:
    """Write that somebody gave `minutes` of their time on `session`."""
    return VolunteerTime.objects.create(session=session, minutes=minutes, first_name=first_name)


def minutes_given(session: Session) -> int:
    """Return how many minutes volunteers gave on `session`."""
    return VolunteerTime.objects.filter(session=session).aggregate(sum=Sum("minutes"))["sum"] or 0


def forget_volunteers(today: date) -> int:
    """Empty a batch of first names whose date was over long before `today`; the hours stay."""
    day_end = timezone.make_aware(datetime.combine(today, time.min))
    over = day_end - timedelta(days=get_conf()["RETENTION_DAYS"])
    named = VolunteerTime.objects.filter(session__end__lt=over).exclude(first_name="")
    ids = list(named.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return VolunteerTime.objects.filter(pk__in=ids).update(first_name="")
