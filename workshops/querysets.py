"""Reads of workshops, in the words of the field."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import F, OuterRef, Subquery
from wagtail.models import PageManager, Site
from wagtail.query import PageQuerySet

from maillage.bookings.models import Session


class WorkshopPageQuerySet(PageQuerySet):
    """Workshops as residents and other sites see them."""

    def published(self) -> Self:
        """Those that anybody may read: live, and under no restriction."""
        return self.live().public()

    def of_site(self, site: Site | None) -> Self:
        """Those of one website; all of them when the site is unknown."""
        return self if site is None else self.descendant_of(site.root_page)

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
