"""The front page: search, what comes next, who we are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from maillage.bookings.models import Session
from maillage.bookings.querysets import with_pages
from maillage.places.models import Organization

from ..blocks import KeyMessageBlock

NEXT_DATES = 6


class HomePage(Page):
    """One large sentence, a search box, the next dates, the key messages, the members."""

    headline = models.CharField(
        _("large sentence"),
        max_length=90,
        help_text=_("What people find here, in ten words. For example: a hand with your computer, near you."),
    )
    introduction = models.CharField(
        _("sentence under it"),
        max_length=240,
        blank=True,
        help_text=_("For example: workshops, repair cafés and second-hand computers around Redon."),
    )
    key_messages = StreamField(
        [("message", KeyMessageBlock())],
        verbose_name=_("key messages"),
        blank=True,
        max_num=6,
        help_text=_("Three or four cards: what people can do. Each leads to one page."),
    )
    shows_members = models.BooleanField(
        _("show the members of the network"),
        default=True,
        help_text=_("The organisations whose page is published, in alphabetical order."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("introduction")], heading=_("At the top")),
        FieldPanel("key_messages"),
        FieldPanel("shows_members"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("headline"),
        index.SearchField("introduction"),
        index.SearchField("key_messages"),
    ]
    api_fields = [APIField("headline"), APIField("introduction"), APIField("key_messages")]
    parent_page_types = ["wagtailcore.Page"]
    page_description = _("The front page of the site. There is one.")

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the next dates, those of today that were cancelled, and the members."""
        sessions, cancelled_today = front_page_dates()
        return {
            **super().get_context(request, *args, **kwargs),
            "sessions": sessions,
            "cancelled_today": cancelled_today,
            "organizations": Organization.objects.public().with_page() if self.shows_members else [],
        }


def front_page_dates() -> tuple[list[Session], list[Session]]:
    """Return the next dates, and those of today that were cancelled.

    A date of tomorrow that was cancelled stays among the next ones, whose card says it: people who
    meant to come look here first. Their pages come in full, in one query for each type of page.
    """
    dates = Session.objects.public().with_surroundings()
    tomorrow = timezone.localdate() + timedelta(days=1)
    shown = Q(status="scheduled") | Q(start__date=tomorrow)
    coming = list(dates.upcoming().filter(shown)[:NEXT_DATES])
    cancelled = list(dates.cancelled_today())
    with_pages([*coming, *cancelled])
    return coming, cancelled
