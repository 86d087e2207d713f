"""The page of the public stock, and a machine as the public finds it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from equipment.formats import good_for, specifications
from equipment.models.machine import Machine
from equipment.querysets import MachineQuerySet
from maillage.places.page_forms import OrganizerPageForm

if TYPE_CHECKING:
    from django.http import HttpRequest


class StockItemQuerySet(MachineQuerySet):
    """Machines as the search reads them."""

    def public(self) -> StockItemQuerySet:
        """Those that can be had today."""
        return self.available()


class StockItem(index.Indexed, Machine):
    """What the search keeps of a machine. It has no table, and nothing is written by it."""

    objects = StockItemQuerySet.as_manager()

    search_fields = [
        index.SearchField("public_name", boost=2),
        index.SearchField("search_excerpt"),
        index.RelatedFields("organization", [index.SearchField("name")]),
    ]

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("ready machine")
        verbose_name_plural = _("ready machines")

    @property
    def public_name(self) -> str:
        """What people call it, and what it is."""
        return (
            self.name if self.name == self.get_kind_display() else f"{self.name}, {self.get_kind_display()}"
        )

    @property
    def search_excerpt(self) -> str:
        """What it is good for and what is in it, in one sentence."""
        return ". ".join(filter(None, [good_for(self), ", ".join(specifications(self))]))

    def get_absolute_url(self) -> str:
        """The path of its public page; nothing where the public pages are not mounted."""
        try:
            return reverse("equipment_public:machine", args=[self.tag])
        except NoReverseMatch:
            return ""

    def get_search_envelope(self) -> dict[str, Any]:
        """Return what the search keeps of it beside its words: the kind, what it costs, where it is."""
        from equipment.prices import price_codes  # noqa: PLC0415 - it reads these models

        return {
            "place": self.shelf.place if self.shelf else None,
            "facets": {
                "activity": ["equipment"],
                "organization": [self.organization.slug],
                "machine": [self.kind],
                "price": price_codes(self),
            },
        }

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Return the machines with what the search reads of them."""
        return super().get_indexed_objects().select_related("organization", "shelf__place")


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
