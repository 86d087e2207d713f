"""Reads of workshops, in the words of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import F, OuterRef, Q, Subquery
from wagtail.models import PageManager, Site
from wagtail.query import PageQuerySet

from maillage.bookings.models import Session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from .models import WorkshopPage


class WorkshopPageQuerySet(PageQuerySet):
    """Workshops as residents and other sites see them."""

    def published(self) -> Self:
        """Those that anybody may read: live, and under no restriction."""
        return self.live().public()

    def of_site(self, site: Site | None) -> Self:
        """Those of one website; all of them when the site is unknown."""
        return self if site is None else self.descendant_of(site.root_page)

    def about(self, topic: str) -> Self:
        """Those of the topic whose slug is `topic`; all of them when it is empty."""
        return self.filter(topics__slug=topic) if topic else self

    def organized_by(self, organization: str) -> Self:
        """Those led or helped by the organisation whose slug is `organization`; all when it is empty."""
        if not organization:
            return self
        led = Q(organization__slug=organization)
        return self.filter(led | Q(co_organizers__slug=organization)).distinct()

    def in_commune(self, commune: str) -> Self:
        """Those whose usual place is in `commune`, whatever the capitals; all when it is empty."""
        return self.filter(place__commune__iexact=commune) if commune else self

    def by_next_date(self, now: datetime | None = None) -> Self:
        """By date of the next session (`next_session_id`) that takes place; those without one last."""
        coming = Session.objects.upcoming(now).scheduled().filter(page=OuterRef("pk"))
        return self.annotate(
            next_session_id=Subquery(coming.values("pk")[:1]), next_start=Subquery(coming.values("start")[:1])
        ).order_by(F("next_start").asc(nulls_last=True), "title", "pk")

    def with_card(self) -> Self:
        """With what a card or a line of the API shows, in a constant number of queries."""
        return self.select_related("organization", "organization__page", "place").prefetch_related(
            "topics", "co_organizers__page"
        )


WorkshopPageManager = PageManager.from_queryset(WorkshopPageQuerySet)


def dates_to_come(page: WorkshopPage, now: datetime | None = None) -> list[Session]:
    """Return the dates of `page` that have not ended at `now` (aware), cancelled ones too, soonest first."""
    # The page is known: the one that cards read for each date is left out.
    of_page = Session.objects.upcoming(now).for_cards().prefetch_related(None)
    sessions = list(of_page.filter(page=page.pk))
    for session in sessions:
        session.page = page
    return sessions


def with_next_sessions(workshops: Iterable[WorkshopPage]) -> list[WorkshopPage]:
    """Return `workshops` (read with `by_next_date()`) with a `next_session` each: a Session or None."""
    workshops = list(workshops)
    keys = [one.next_session_id for one in workshops if one.next_session_id]
    sessions = Session.objects.for_cards().in_bulk(keys)
    for workshop in workshops:
        workshop.next_session = sessions.get(workshop.next_session_id)
    return workshops
