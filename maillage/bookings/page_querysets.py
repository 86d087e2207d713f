"""Reads that every kind of page with dates shares: what is published, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import F, OuterRef, Prefetch, Subquery
from wagtail.models import Site
from wagtail.query import PageQuerySet

from maillage.places.models import Organization

from .models import Session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

# What a line of a list says of a date.
WHEN = ("public_id", "start", "end", "timezone_name", "status", "capacity", "seats_taken", "slot_minutes")


class BookablePageQuerySet(PageQuerySet):
    """Pages with dates as residents and other sites see them; they have an organisation and a place."""

    def published(self) -> Self:
        """Those that anybody may read: live, and under no restriction."""
        return self.live().public()

    def of_site(self, request: HttpRequest) -> Self:
        """Those of the website that `request` came to; with one website, all of them."""
        if len(Site.get_site_root_paths()) == 1:
            return self
        site = Site.find_for_request(request)
        return self if site is None else self.descendant_of(site.root_page)

    def in_commune(self, commune: str) -> Self:
        """Those whose usual place is in `commune`, whatever the capitals; all when it is empty."""
        return self.filter(place__commune__iexact=commune) if commune else self

    def with_next_date(self, now: datetime | None = None) -> Self:
        """With the next session that takes place: its `next_session_id` and its `next_start`."""
        coming = Session.objects.upcoming(now).scheduled().filter(page=OuterRef("pk"))
        return self.annotate(
            next_session_id=Subquery(coming.values("pk")[:1]), next_start=Subquery(coming.values("start")[:1])
        )

    def by_next_date(self, now: datetime | None = None) -> Self:
        """By date of the next session, as `with_next_date()` finds it; those without one last."""
        return self.with_next_date(now).order_by(F("next_start").asc(nulls_last=True), "title", "pk")

    def with_card(self) -> Self:
        """With what a card or a line of the API shows, in the same number of queries for any number.

        A few organisations lead many pages: each is read once, not once for each page.
        """
        return self.select_related("place").prefetch_related(
            Prefetch("organization", Organization.objects.with_page())
        )


def load_dates_to_come(page: Any, now: datetime | None = None) -> list[Session]:
    """Return the dates of `page` that have not ended at `now` (aware), cancelled ones too, soonest first.

    Two queries, which also load the organisation (not its page) and the usual place that `page` shows.
    """
    sessions = list(Session.objects.upcoming(now).filter(page=page.pk).select_related("place"))
    keys = {page.organization_id, *(session.organization_id for session in sessions)}
    organizations = Organization.objects.in_bulk(keys)
    page.organization = organizations[page.organization_id]
    for session in sessions:
        session.page = page
        session.organization = organizations[session.organization_id]
        if session.place_id == page.place_id:
            page.place = session.place
    return sessions


def with_next_sessions(pages: Iterable[Any], *, places: bool = True) -> list[Any]:
    """Return `pages` (read with `with_next_date()`) with a `next_session` each: a Session or None.

    `places` loads where the sessions happen, in the same query.
    """
    pages = list(pages)
    keys = [one.next_session_id for one in pages if one.next_session_id]
    dates = Session.objects.select_related("place") if places else Session.objects.only(*WHEN)
    sessions = dates.in_bulk(keys)
    for page in pages:
        page.next_session = sessions.get(page.next_session_id)
    return pages
