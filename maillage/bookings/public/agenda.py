"""The public pages of the dates: the list, the month, one date; and « Prochaines dates » on other pages."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from maillage.bookings.calendars.feeds import FEED_FILTERS
from maillage.bookings.formats import format_date, format_day, ordinal_day
from maillage.bookings.models import BookablePageMixin, Session
from maillage.bookings.public.filters import EARLIEST_YEAR, LATEST_YEAR, AgendaFilterForm, Choices, midnight
from maillage.bookings.querysets import with_pages
from maillage.bookings.rules import why_closed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from maillage.places.models import Organization, Place

# What one cell of the month holds: the month still prints on one A4 sheet.
MONTH_CELL_LINES = 5


@dataclass(frozen=True)
class Day:
    """One day and its dates, soonest first."""

    day: dt.date
    sessions: list[Session]
    today: dt.date

    @property
    def words(self) -> str:
        """The day as a heading; with its year when that is not the present one."""
        return format_day(self.day) if self.day.year == self.today.year else format_date(self.day)


@dataclass(frozen=True)
class MonthCell:
    """One day of the grid. `sessions` holds what fits in the cell, `more` counts the others."""

    day: dt.date
    in_month: bool
    is_today: bool
    sessions: list[Session] = field(default_factory=list)
    more: int = 0

    @property
    def number(self) -> str:
        """The day of the month as it is read: « 1er », « 2 »."""
        return ordinal_day(self.day.day)

    @property
    def weekday(self) -> str:
        """The day of the week: « mardi »."""
        return str(WEEKDAYS[self.day.weekday()])

    @property
    def month_name(self) -> str:
        """The month: « décembre »."""
        return str(MONTHS[self.day.month])


def local_day(session: Session) -> dt.date:
    """Return the day of a date on the clock of its place."""
    return session.local_start.date()


def by_day(sessions: Iterable[Session], today: dt.date) -> list[Day]:
    """Group `sessions`, already in order, by the day on which they begin."""
    return [Day(day, list(dates), today) for day, dates in groupby(sessions, key=local_day)]


def month_grid(month: dt.date, sessions: Iterable[Session], today: dt.date) -> list[list[MonthCell]]:
    """Return the weeks of `month`, Monday first, each day with the dates that begin on it."""
    days: dict[dt.date, list[Session]] = defaultdict(list)
    for session in sessions:
        days[local_day(session)].append(session)

    def cell(day: dt.date) -> MonthCell:
        if day.month != month.month:
            return MonthCell(day, in_month=False, is_today=False)
        dates = days.get(day, [])
        shown = dates[:MONTH_CELL_LINES]
        return MonthCell(
            day, in_month=True, is_today=day == today, sessions=shown, more=len(dates) - len(shown)
        )

    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    return [[cell(day) for day in week] for week in weeks]


def first_of_month(day: dt.date, shift: int = 0) -> dt.date:
    """Return the first day of the month that lies `shift` months after the one of `day`."""
    months = day.year * 12 + day.month - 1 + shift
    return dt.date(months // 12, months % 12 + 1, 1)


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


MOST_DATES = 6


def next_dates_section(
    request: HttpRequest, organization: Organization, place: Place | None
) -> tuple[str, dict[str, Any]] | None:
    """Return the section that shows the dates to come there, or None when there is none.

    See `maillage.places.sections` for what goes in: a `place` means that place alone.
    """
    coming = Session.objects.public().upcoming()
    if place is None:
        coming = coming.of_organization(organization.slug)
        asked = {"organization": organization.slug}
        feed = reverse("bookings:organization_ics", args=[organization.slug])
    else:
        coming = coming.filter(place=place)
        asked = {"commune": place.commune}
        feed = reverse("bookings:place_ics", args=[place.slug])
    sessions = with_pages(coming.with_surroundings()[:MOST_DATES])
    if not sessions:
        return None
    more = f"{reverse('bookings:agenda')}?{urlencode(asked)}"
    return "bookings/_next_dates.html", {"sessions": sessions, "more": more, "feed": feed}
