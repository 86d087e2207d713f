"""What a calendar that people subscribe to holds, and the mark by which it knows that nothing has changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from maillage.bookings.agenda.filters import midnight
from maillage.bookings.models import SessionSeries
from maillage.bookings.querysets import with_pages

from .ical import PRODID, feed

if TYPE_CHECKING:
    from maillage.bookings.querysets import SessionQuerySet

DAYS_BEFORE, DAYS_AFTER = 30, 400
# What the file says of the page, the place, the organisation and the series of a date.
SAID = (
    *("page", "page__title", "page__url_path", "page__last_published_at"),
    *("place", "place__commune", "place__postal_code", "place__name", "place__street", "place__lieu_dit"),
    *("place__room", "place__address_for_registered_only", "place__latitude", "place__longitude"),
    *("organization", "organization__name", "organization__phone", "organization__phone_hours"),
    *("organization__email", "series", "series__until"),
)


@dataclass(frozen=True)
class Feed:
    """The calendar `name` of some public dates: those around now, and every date of a series around now."""

    name: str
    sessions: SessionQuerySet

    @classmethod
    def of(cls, name: str, public: SessionQuerySet) -> Feed:
        """Return the feed of `public` dates. A series is whole, so that its rule stays the same for long."""
        today = timezone.localdate()
        first, last = today - dt.timedelta(days=DAYS_BEFORE), today + dt.timedelta(days=DAYS_AFTER)
        around_now = Q(start__lt=midnight(last), end__gt=midnight(first))
        of_series = Q(series__first_date__lt=last, series__until__gte=first)
        return cls(name, public.filter(around_now | of_series))

    def content(self) -> bytes:
        """Return the file, in a number of queries that does not grow with the dates."""
        sessions = with_pages(self.sessions.with_surroundings().order_by())
        keys = {session.series_id for session in sessions if session.series_id}
        series = SessionSeries.objects.in_bulk(keys) if keys else {}
        return feed(sessions, series, name=self.name)

    def fingerprint(self) -> str:
        """Return a digest that changes when the file would, in one query and without building it.

        The database sums the dates up by page, place, organisation and series.
        """
        rows = self.sessions.order_by().values_list(*SAID)
        summed = rows.annotate(Count("pk"), Sum("pk"), Sum("sequence"), Max("updated_at"))
        seen = (PRODID, self.name, settings.WAGTAILADMIN_BASE_URL, sorted(map(repr, summed)))
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
