"""The next date of the pages that a search has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from wagtail.models import Page

from . import words
from .models import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def next_dates(page_ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """Return, for each page that has one, its next date that takes place: an aware start, and words.

    Two queries, however many pages. The start carries the offset of the place's clock.
    """
    coming = Session.objects.upcoming().scheduled().filter(page=OuterRef("pk"))
    pages = Page.objects.filter(pk__in=page_ids).annotate(next_session=Subquery(coming.values("pk")[:1]))
    keys = pages.exclude(next_session=None).values_list("next_session", flat=True)
    sessions = Session.objects.filter(pk__in=list(keys)).select_related("place")
    return {session.page_id: (session.local_start, _in_words(session)) for session in sessions}


def _in_words(session: Session) -> str:
    day = words.day_words(session.local_start.date())
    moment = f"{day}, {words.hours_words(session.local_start, session.local_end)}"
    return f"{moment}, {session.place.commune}" if session.place else moment
