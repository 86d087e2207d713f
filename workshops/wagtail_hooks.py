"""What workshops hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .api import router
from .listing import WorkshopListing, WorkshopPages
from .search import search_embeds, search_facets
from .starting import SECTION
from .viewsets import TopicViewSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ninja import Router

    from maillage.places.starting import StartingSection

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
