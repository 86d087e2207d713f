"""What workshops hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from maillage.places.starting import StartingSection
from workshops.api import router
from workshops.listing import TopicViewSet, WorkshopListing, WorkshopPages
from workshops.search import search_embeds, search_facets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ninja import Router

SECTION = StartingSection(
    key="workshops",
    question=_("Workshops that people register for"),
    page_model="workshops.WorkshopIndexPage",
    title=pgettext_lazy("section of the site", "Workshops"),
    slug=pgettext_lazy("address on the site", "workshops"),
    menu=pgettext_lazy("section of the site", "Workshops"),
    first=_("Publish a first workshop, with its dates"),
    first_model="workshops.WorkshopPage",
    order=10,
)

register_snippet(TopicViewSet)


@hooks.register("register_admin_viewset")
def register_listings() -> list[Any]:
    """List workshops with their next date, in the menu and in the explorer."""
    return [WorkshopListing(), WorkshopPages()]


@hooks.register("register_search_facets")
def register_search_facets() -> list[dict[str, Any]]:
    """Let people narrow what they find by what workshops say of themselves."""
    return search_facets()


@hooks.register("register_search_embeds")
def register_search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Tell the search which workshops name an organisation, a place or a topic."""
    return search_embeds()


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the workshops in the site's API."""
    return "/workshops", router


@hooks.register("register_starting_sections")
def register_starting_sections() -> list[StartingSection]:
    """Offer the workshops to a new site."""
    return [SECTION]
