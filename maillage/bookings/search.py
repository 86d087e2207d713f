"""What the search is told of dates: those to come, for many pages at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from maillage.bookings.activities import Activity
from maillage.bookings.formats import format_day, format_hours
from maillage.bookings.models import Session
from maillage.bookings.signals import seats_changed
from maillage.places.models import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def dates_to_come(page_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Return, for each page that has some, its dates that will take place, soonest first.

    One query, however many pages. A date is a dict: `start` and `end` (aware), `words`,
    `places_left` (bool) and `place` (a Place or None).
    """
    dates = defaultdict(list)
    sessions = Session.objects.upcoming().scheduled().filter(page__in=page_ids).select_related("place")
    for session in sessions:
        dates[session.page_id].append(
            {
                "start": session.start,
                "end": session.end,
                "words": _in_words(session),
                "places_left": not session.is_full,
                "place": session.place,
            }
        )
    return dates


def embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Return which pages show something of a date or of where it happens, as the hook passes it."""
    return {
        Session: lambda session: [session.page],
        Place: lambda place: [Page.objects.filter(sessions__place=place)],
        seats_changed: lambda dates: [date.page for date in dates],
    }


def activity_facet() -> dict[str, Any]:
    """Return what people can choose among the activities, in the words of the agenda."""
    return {"key": "activity", "label": _("Activity"), "order": 10, "labels": _activity_labels}


def _activity_labels(values: Iterable[str]) -> dict[str, str]:
    return {activity.value: str(activity.label) for activity in Activity if activity in set(values)}


def _in_words(session: Session) -> str:
    day = format_day(session.local_start.date())
    moment = f"{day}, {format_hours(session.local_start, session.local_end)}"
    return f"{moment}, {session.place.commune}" if session.place else moment
