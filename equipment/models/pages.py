"""The page of the public stock: what can be had today, from everybody or from one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from maillage.places.page_forms import OrganizerPageForm

if TYPE_CHECKING:
    from django.http import HttpRequest


class StockPage(Page):
    """Every machine that is ready, tested and kept for nobody. Its own rows are the machines."""

    activity = "equipment"

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])
    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose machines"),
        help_text=_("Leave empty for the machines of the whole network."),
    )

    base_form_class = OrganizerPageForm
    subpage_types: list[str] = []
    page_description = _("The machines that people can have today, with a request form for each.")

    content_panels = [
        *Page.content_panels,
        FieldPanel(
            "introduction",
            help_text=_("One or two sentences above the list. For example: tested, wiped, at a fair price."),
        ),
        FieldPanel("organization"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("page of the stock")
        verbose_name_plural = _("pages of the stock")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one screen of the machines that can be had, and the ways to narrow them."""
        from equipment.public.stock import stock_screen  # noqa: PLC0415 - it reads these models

        return {
            **super().get_context(request, *args, **kwargs),
            **stock_screen(request.GET, self.organization_id),
        }

    def get_search_envelope(self) -> dict[str, Any]:
        """Return what the search keeps of this page beside its words."""
        facets = {"activity": [self.activity]}
        if self.organization:
            facets["organization"] = [self.organization.slug]
        return {"facets": facets}
