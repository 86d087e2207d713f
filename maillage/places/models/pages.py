"""The pages of the directory. An organisation's page is also the section its editors own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from maillage.places.languages import LANGUAGE_FEATURES
from maillage.places.models.organization import Organization

if TYPE_CHECKING:
    from django.http import HttpRequest


class OrganizationIndexPage(Page):
    """The list of the network's members."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["places.OrganizationPage"]
    max_count = 1

    class Meta:
        verbose_name = _("list of the organisations")
        verbose_name_plural = _("lists of the organisations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the organisations that have a public page, in alphabetical order."""
        return {
            **super().get_context(request, *args, **kwargs),
            "organizations": Organization.objects.public().with_page(),
        }


class OrganizationPage(Page):
    """Who an organisation is, in its own words; what it publishes lives below this page."""

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="page", verbose_name=_("organisation")
    )
    presentation = RichTextField(
        _("presentation"),
        blank=True,
        features=["h2", "h3", "bold", "italic", "link", "ul", "ol", "image", *LANGUAGE_FEATURES],
    )

    content_panels = [*Page.content_panels, FieldPanel("presentation")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("presentation"),
        index.RelatedFields("organization", [index.SearchField("name"), index.SearchField("role")]),
    ]
    parent_page_types = ["places.OrganizationIndexPage"]

    class Meta:
        verbose_name = _("page of an organisation")
        verbose_name_plural = _("pages of organisations")

    def get_search_envelope(self) -> dict[str, Any]:
        """Return what the search keeps of this page beside its words."""
        return {"facets": {"organization": [self.organization.slug]}}

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Return the pages with what the search reads of them."""
        return super().get_indexed_objects().select_related("organization")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lists it is in, what it publishes just below, its places and its links."""
        return {
            **super().get_context(request, *args, **kwargs),
            "listing": self.get_ancestors().live().filter(depth__gt=2),
            # Whoever reads this page may read what is above: only their own restriction hides these.
            "published": self.get_children().live().filter(view_restrictions=None).order_by("title"),
            "places": self.organization.places.all(),
            "links": self.organization.links.all(),
        }
