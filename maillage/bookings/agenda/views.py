"""The public pages of the dates: the list, the month, one date."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from maillage.bookings.calendars.views import FEED_FILTERS
from maillage.bookings.models import BookablePageMixin, Session
from maillage.bookings.opening import why_closed
from maillage.bookings.querysets import with_pages

from .days import by_day, first_of_month, month_grid
from .filters import EARLIEST_YEAR, LATEST_YEAR, AgendaFilterForm, Choices, midnight

PER_PAGE = 50
# How far the links from month to month lead: further there is nothing, and robots would never stop.
MONTHS_BEFORE, MONTHS_AFTER = 6, 15


class AgendaView(TemplateView):
    """The dates to come, by day, with filters that work without JavaScript."""

    template_name = "bookings/agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filters, one page of dates and their days."""
        coming = Session.objects.public().upcoming()
        form = AgendaFilterForm(self.request.GET, choices=Choices.of(coming))
        found = form.filters().apply(coming).with_surroundings()
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            form=form,
            is_filtered=any(self.request.GET.get(name) for name in form.fields),
            page_obj=page,
            page_numbers=page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
            days=by_day(with_pages(page.object_list), timezone.localdate()),
            cancelled_today=[] if page.has_previous() else cancelled_today(),
            month=first_of_month(timezone.localdate()),
            feed_query=feed_query(self.request.GET),
            **kwargs,
        )


def cancelled_today() -> list[Session]:
    """Return the dates of today that do not take place: nobody must stand before a closed door."""
    return with_pages(Session.objects.public().cancelled_today().with_surroundings())


def feed_query(asked: QueryDict) -> str:
    """Return the query string of the calendar feed that keeps the filters of the page."""
    kept = {name: asked[name] for name in FEED_FILTERS if asked.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


class AgendaMonthView(TemplateView):
    """One month as a table; it prints on one A4 sheet."""

    template_name = "bookings/agenda_month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the weeks of the month and the months beside it."""
        month = self._month(kwargs["year"], kwargs["month"])
        today = timezone.localdate()
        following = first_of_month(month, 1)
        dates = Session.objects.public().between(midnight(month), midnight(following))
        this_month = first_of_month(today)
        weeks = month_grid(month, dates.for_month().order_by("start", "pk"), today)
        context = {
            **kwargs,
            "month": month,
            "weeks": weeks,
            "has_dates": any(cell.sessions for week in weeks for cell in week),
            "cancelled": pgettext("date", "Cancelled"),
            "postponed": pgettext("date", "Postponed"),
            "weekdays": list(WEEKDAYS.values()),
            "previous": first_of_month(month, -1)
            if month > first_of_month(this_month, -MONTHS_BEFORE)
            else None,
            "following": following if month < first_of_month(this_month, MONTHS_AFTER) else None,
        }
        return super().get_context_data(**context)

    def _month(self, year: int, month: int) -> dt.date:
        if not (EARLIEST_YEAR <= year < LATEST_YEAR and month in MONTHS):
            raise Http404
        return dt.date(year, month, 1)


class SessionView(TemplateView):
    """One date: when, where, who, what is left, and how to register."""

    template_name = "bookings/session.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the date, its page and why it takes nobody, if so."""
        session = get_object_or_404(Session.objects.public().for_cards(), public_id=kwargs["public_id"])
        page = session.page
        closed = why_closed(session, page) if isinstance(page, BookablePageMixin) else None
        return super().get_context_data(
            session=session,
            # Not `page`: the host's base template takes the tab's title from a variable of that name.
            about=page,
            can_register=isinstance(page, BookablePageMixin) and closed is None,
            closed=closed,
            **kwargs,
        )
