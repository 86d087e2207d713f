"""Reads of workshops, in the words of the field."""

from __future__ import annotations

from typing import Self

from django.db.models import Q
from wagtail.models import PageManager

from maillage.bookings.page_querysets import BookablePageQuerySet


class WorkshopPageQuerySet(BookablePageQuerySet):
    """Workshops as residents and other sites see them."""

    def about(self, topic: str) -> Self:
        """Those of the topic whose slug is `topic`; all of them when it is empty."""
        return self.filter(topics__slug=topic) if topic else self

    def organized_by(self, organization: str) -> Self:
        """Those led or helped by the organisation whose slug is `organization`; all when it is empty."""
        if not organization:
            return self
        led = Q(organization__slug=organization)
        return self.filter(led | Q(co_organizers__slug=organization)).distinct()


WorkshopPageManager = PageManager.from_queryset(WorkshopPageQuerySet)
