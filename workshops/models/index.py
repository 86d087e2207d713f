"""The page that lists workshops."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class WorkshopIndexPage(Page):
    """Every workshop of the site, the one that comes first at the top."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["workshops.WorkshopPage"]
    page_description = _("The list of the workshops, with the next date of each.")

    class Meta:
        verbose_name = _("list of the workshops")
        verbose_name_plural = _("lists of the workshops")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the workshops of the site, by date of the next session."""
        from ..presentation import index_context

        return {**super().get_context(request, *args, **kwargs), **index_context(request)}
