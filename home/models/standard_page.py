"""A page of text: about us, accessibility, legal notice, privacy."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from ..blocks import BodyBlock
from ..pictures import load_renditions


class PagePurpose(models.TextChoices):
    """The pages that the law asks for; any other has no purpose."""

    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    LEGAL = "legal", _("Legal notice")
    PRIVACY = "privacy", pgettext_lazy("page", "Privacy")


class StandardPage(Page):
    """A title, a first sentence, and blocks."""

    introduction = models.CharField(
        _("first sentence"),
        max_length=300,
        blank=True,
        help_text=_("What the page answers, in one sentence. It is written larger."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_("Add blocks with the + button. Short sentences, one idea in each."),
    )
    purpose = models.CharField(
        _("legal purpose"),
        max_length=20,
        choices=PagePurpose,
        blank=True,
        help_text=_("Only for the three pages that the law asks for."),
    )
    reviewed_on = models.DateField(
        _("read again on"),
        null=True,
        blank=True,
        help_text=_("The last day somebody checked that everything here is still true."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("purpose")])], heading=_("Care of the page")
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    api_fields = [
        APIField("introduction"),
        APIField("body"),
        APIField("purpose"),
        APIField("reviewed_on"),
    ]
    page_description = _("A page of text and practical information.")

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Read the pictures in one query, whatever their number."""
        load_renditions(self.body)
        return super().get_context(request, *args, **kwargs)
