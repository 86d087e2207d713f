"""The page that lists workshops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from maillage.bookings.page_querysets import with_next_sessions

from .workshop import WorkshopPage

if TYPE_CHECKING:
    from django.http import HttpRequest

WORKSHOPS_PER_PAGE = 24


class WorkshopIndexPage(Page):
    """Every workshop of the site, the one that comes first at the top."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [
        *Page.content_panels,
        FieldPanel(
            "introduction",
            help_text=_(
                "One or two sentences above the list. For example: come with your device or without."
            ),
        ),
    ]
    subpage_types = ["workshops.WorkshopPage"]
    page_description = _("The list of the workshops, with the next date of each.")

    class Meta:
        verbose_name = _("list of the workshops")
        verbose_name_plural = _("lists of the workshops")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one screen of the site's workshops, the one that comes first at the top."""
        workshops = WorkshopPage.objects.published().of_site(request).by_next_date().with_card()
        screen = Paginator(workshops, WORKSHOPS_PER_PAGE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "screen": screen,
            "workshops": with_next_sessions(screen.object_list),
        }
