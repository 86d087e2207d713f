"""The calendars to subscribe to or to download, and the mark by which a reader knows that nothing changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import Page

from maillage.bookings.calendars.ical import PRODID, feed, session_calendar
from maillage.bookings.models import Session, SessionSeries
from maillage.bookings.public.filters import AgendaFilterForm, midnight
from maillage.bookings.querysets import with_pages
from maillage.bookings.rules import at_appointment
from maillage.bookings.services.seats import appointments_of
from maillage.places.models import Organization, Place

if TYPE_CHECKING:
    from collections.abc import Callable

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


# What a subscription filters by; a window would make a calendar lose its dates.
FEED_FILTERS = ("activity", "commune", "organization")


class AgendaFeedView(View):
    """Every public date: `?activity=`, `?commune=` and `?organization=` choose among them."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Return the feed, or 304 when the calendar already has it, or 400 for an unknown filter."""
        asked = {name: request.GET[name] for name in FEED_FILTERS if name in request.GET}
        form = AgendaFilterForm(asked)
        if not form.is_valid():
            return _refusal(form)
        name = " – ".join([_("Agenda"), settings.WAGTAIL_SITE_NAME, *filter(None, asked.values())])
        return _answer(request, Feed.of(name, form.filters().apply(Session.objects.public())))


class PageFeedView(View):
    """The dates of one page: a workshop, an event."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Return the feed, or 304, or 404 for a page that is not public."""
        page = get_object_or_404(Page.objects.live().public(), pk=page_id)
        return _answer(request, Feed.of(page.title, Session.objects.filter(page=page)))


class OrganizationFeedView(View):
    """The dates of one organisation."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Return the feed, or 304, or 404 for an organisation that nobody knows."""
        organization = get_object_or_404(Organization, slug=slug)
        return _answer(request, Feed.of(organization.name, Session.objects.public().of_organization(slug)))


class PlaceFeedView(View):
    """The dates at one place."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Return the feed, or 304, or 404 for a place that nobody knows."""
        place = get_object_or_404(Place, slug=slug)
        return _answer(request, Feed.of(place.public_name, Session.objects.public().filter(place=place)))


class SessionFeedView(View):
    """The calendar file of one date; `?slot=` (an ISO hour) is one of its appointments."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """Return the file, or 304, or 404 for a date that is not public or an hour that it has not."""
        session = get_object_or_404(Session.objects.public().for_cards(), public_id=public_id)
        if asked := request.GET.get("slot"):
            session = at_appointment(session, _appointment(session, asked))
        content = session_calendar([session])
        response = _conditional(request, hashlib.sha256(content).hexdigest()[:32], lambda: content)
        response["Content-Disposition"] = f'attachment; filename="{session.public_id}.ics"'
        return response


def _appointment(session: Session, asked: str) -> dt.datetime:
    for hour in appointments_of(session):
        if hour.isoformat() == asked:
            return hour
    raise Http404


def _answer(request: HttpRequest, feed: Feed) -> HttpResponseBase:
    return _conditional(request, feed.fingerprint(), feed.content)


def _conditional(request: HttpRequest, mark: str, build: Callable[[], bytes]) -> HttpResponseBase:
    """Answer with what `build` makes, unless the reader already holds what bears the same mark."""
    etag = f'"{mark}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(build(), content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _refusal(form: AgendaFilterForm) -> HttpResponse:
    lines = [f"{field} : {error}" for field, errors in form.errors.items() for error in errors]
    return HttpResponse("\n".join(lines), status=400, content_type="text/plain; charset=utf-8")
