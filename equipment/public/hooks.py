"""What the public side hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import hooks

from equipment.api import router
from equipment.figures import provider
from equipment.jobs import periodic_jobs
from equipment.messages.renderers import RENDERERS
from equipment.messages.texts import SMS_RENDERERS
from equipment.models import StockItem
from equipment.search import search_embeds, search_facets

from .sections import stock_section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ninja import Router

    from maillage.figures.providers import FigureProvider
    from maillage.outbox.jobs import PeriodicJob
    from maillage.outbox.renderers import Renderer
    from maillage.places.sections import Section


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the stock in the site's API."""
    return "/stock", router


@hooks.register("register_search_models")
def register_search_models() -> list[type[StockItem]]:
    """Let people find the machines that can be had."""
    return [StockItem]


@hooks.register("register_search_facets")
def register_search_facets() -> list[dict[str, Any]]:
    """Let people narrow what they find by the kind of machine and by its price."""
    return search_facets()


@hooks.register("register_search_embeds")
def register_search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Tell the search which rows name a machine, a price, an organisation or a place."""
    return search_embeds()


@hooks.register("register_message_renderers")
def register_message_renderers() -> dict[str, Renderer]:
    """Make the e-mails about requests, donations and loans."""
    return RENDERERS


@hooks.register("register_sms_renderers")
def register_sms_renderers() -> dict[str, Renderer]:
    """Make the text messages for those who left only a phone number."""
    return SMS_RENDERERS


@hooks.register("register_periodic_jobs")
def register_periodic_jobs() -> list[PeriodicJob]:
    """End reservations, and remind of late loans."""
    return periodic_jobs()


@hooks.register("register_figure_providers")
def register_figure_providers() -> list[FigureProvider]:
    """Count the machines that serve again for the key figures."""
    return [provider()]


@hooks.register("register_organization_sections")
def register_organization_sections() -> Section:
    """Show what can be had from an organisation on its page."""
    return stock_section
