"""The calendar feed, to subscribe to or to download, and the calendar file of one date."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import Page

from maillage.places.models import Organization, Place

from .filters import AgendaFilterForm, midnight
from .ical import PRODID, session_calendar
from .models import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from .querysets import SessionQuerySet

DAYS_BEFORE, DAYS_AFTER = 30, 400
# What a subscription filters by; a window would make a calendar lose its dates.
FEED_FILTERS = ("activity", "commune", "organization")


class AgendaFeedView(View):
    """Every public date around now: `?activity=`, `?commune=` and `?organization=` choose among them."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Return the feed, or 304 when the calendar already has it, or 400 for an unknown filter."""
        asked = {name: request.GET[name] for name in FEED_FILTERS if name in request.GET}
        form = AgendaFilterForm(asked)
        if not form.is_valid():
            return _refusal(form)
        today = timezone.localdate()
        window = Session.objects.public().between(
            midnight(today - dt.timedelta(days=DAYS_BEFORE)), midnight(today + dt.timedelta(days=DAYS_AFTER))
        )
        sessions = form.filters().apply(window)
        name = " – ".join([_("Agenda"), settings.WAGTAIL_SITE_NAME, *filter(None, asked.values())])
        dates = sessions.for_cards().order_by("start", "pk")
        return _calendar(request, sessions, name, lambda: session_calendar(dates, name=name))


class SessionFeedView(View):
    """The calendar file of one date."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        """Return the file, or 304, or 404 for a date that is not public."""
        session = get_object_or_404(Session.objects.public().for_cards(), public_id=public_id)
        response = _calendar(
            request, Session.objects.filter(pk=session.pk), "", lambda: session_calendar([session])
        )
        response["Content-Disposition"] = f'attachment; filename="{session.public_id}.ics"'
        return response


def _calendar(
    request: HttpRequest, sessions: SessionQuerySet, name: str, build: Callable[[], bytes]
) -> HttpResponseBase:
    """Answer with what `build` makes, unless the reader already holds the same dates."""
    etag = f'"{fingerprint(sessions, name)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(build(), content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    patch_cache_control(response, public=True, no_cache=True)
    return response


def fingerprint(sessions: SessionQuerySet, name: str = "") -> str:
    """Return a digest that changes when the calendar of `sessions` would, without building it.

    The dates are summed up by the database; pages, places and organisations are few, so what
    the file says of them is read.
    """
    dates = sessions.order_by().aggregate(Count("pk"), Sum("pk"), Sum("sequence"), Max("updated_at"))
    pages = Page.objects.filter(sessions__in=sessions).order_by("pk").distinct()
    places = Place.objects.filter(sessions__in=sessions).order_by("pk").distinct()
    organizations = Organization.objects.filter(pk__in=sessions.order_by().values("organization"))
    seen = (
        PRODID,
        name,
        settings.WAGTAILADMIN_BASE_URL,
        sorted(dates.items()),
        list(pages.values_list("pk", "title", "last_published_at")),
        list(places.values()),
        list(organizations.order_by("pk").values_list("pk", "name", "phone", "phone_hours", "email")),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def _refusal(form: AgendaFilterForm) -> HttpResponse:
    lines = [f"{field} : {error}" for field, errors in form.errors.items() for error in errors]
    return HttpResponse("\n".join(lines), status=400, content_type="text/plain; charset=utf-8")
