"""The calendars to subscribe to or to download, and the calendar file of one date."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import Page

from maillage.bookings.agenda.filters import AgendaFilterForm
from maillage.bookings.appointments import at_appointment
from maillage.bookings.models import Session
from maillage.bookings.services.slots import appointments_of
from maillage.places.models import Organization, Place

from .feeds import Feed
from .ical import session_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

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
