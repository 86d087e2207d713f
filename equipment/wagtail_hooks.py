"""What equipment hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks

from equipment import urls
from equipment.api import router
from equipment.back_office.screens import ACCESS
from equipment.card.access import MAY_WORK
from equipment.dashboard import WorkshopPanel
from equipment.documents.views import ACCESS as DOCUMENTS_ACCESS
from equipment.figures import provider
from equipment.imports import MachineImporter
from equipment.items import destinations
from equipment.jobs import periodic_jobs
from equipment.machine_list.bulk_actions import ACTIONS
from equipment.machine_list.ledger import MachineLedger
from equipment.messages.rendering import RENDERERS, SMS_RENDERERS
from equipment.models import StockItem
from equipment.personal_data import equipment_data
from equipment.public.stock import stock_section
from equipment.roles import GROUP_NAME
from equipment.search import search_embeds, search_facets
from equipment.viewsets import EquipmentViewSetGroup
from maillage.places.starting import StartingSection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from ninja import Router

    from maillage.figures.providers import FigureProvider
    from maillage.outbox.jobs import PeriodicJob
    from maillage.outbox.renderers import Renderer
    from maillage.places.items import ItemDestination
    from maillage.places.sections import Section
    from maillage.privacy.registry import PersonalData

SECTION = StartingSection(
    key="equipment",
    question=_("Machines that are given, refurbished and handed on"),
    page_model="equipment.StockPage",
    title=pgettext_lazy("section of the site", "The computers that are ready"),
    slug=pgettext_lazy("address on the site", "computers"),
    menu=pgettext_lazy("section of the site", "Get equipped"),
    screens=("equipment_public:need", "equipment_public:donation"),
    first=_("Bring in a first machine"),
    first_model="equipment.Machine",
    first_route="equipment_machines:index",
    order=30,
)

BACK_OFFICE_EDITED = ("need", "donation", "price", "recyclingslip")


@hooks.register("register_editor_permissions")
def register_back_office_permissions() -> list[str]:
    """Let an organisation's editors keep its requests, its donations, its prices and its slips."""
    return [
        *(f"equipment.{verb}_{model}" for model in BACK_OFFICE_EDITED for verb in ("add", "change", "view")),
        "equipment.delete_price",
        "equipment.change_loan",
        "equipment.view_loan",
        "equipment.view_handover",
    ]


@hooks.register("register_access_labels")
def register_back_office_access_labels() -> dict[str, Any]:
    """Say in words which screens name people."""
    return {ACCESS: _("Requests, donations and loans of equipment")}


WORKSHOP_EDITED = ("machine", "lot", "shelf", "countedmovement", "workshoprules")


@hooks.register("register_admin_urls")
def register_workshop_urls() -> list[Any]:
    """Mount the dashboard, the labels and the saved views."""
    return [path("equipment/", include((urls.admin_urlpatterns, urls.ADMIN)))]


@hooks.register("construct_homepage_panels")
def add_workshop_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show the workshop to those who work there."""
    if request.user.has_perm(MAY_WORK):
        panels.append(WorkshopPanel())


@hooks.register("register_importers")
def register_importers() -> list[MachineImporter]:
    """Let a workshop bring in what it had before."""
    return [MachineImporter()]


@hooks.register("register_item_destinations")
def register_item_destinations() -> list[ItemDestination]:
    """Offer the workshop to what nobody takes back."""
    return destinations()


@hooks.register("register_editor_permissions")
def register_workshop_permissions() -> list[str]:
    """Let an organisation's editors keep its machines, its lots and its shelves."""
    return [
        *(f"equipment.{verb}_{model}" for model in WORKSHOP_EDITED for verb in ("add", "change", "view")),
        "equipment.delete_shelf",
        "equipment.view_ledgerentry",
        MAY_WORK,
    ]


for action in ACTIONS:
    hooks.register("register_bulk_action", action)

MachineLedger().register_with_wagtail()


@hooks.register("register_admin_urls")
def register_documents_urls() -> list[Any]:
    """Mount the papers."""
    return [path("equipment/papers/", include((urls.documents_urlpatterns, urls.DOCUMENTS)))]


@hooks.register("register_access_labels")
def register_documents_access_labels() -> dict[str, Any]:
    """Say in words which papers name people."""
    return {DOCUMENTS_ACCESS: _("Papers of the equipment workshop")}


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


@hooks.register("register_admin_urls")
def register_upload_urls() -> list[Any]:
    """Mount the screen."""
    return [path("equipment/evidence/", include((urls.evidence_urlpatterns, urls.EVIDENCE)))]


@hooks.register("register_admin_viewset")
def register_screens() -> EquipmentViewSetGroup:
    """Add the menu « Équipement »."""
    return EquipmentViewSetGroup()


@hooks.register("register_personal_data")
def register_personal_data() -> PersonalData:
    """Say what is kept about who gives, asks for and takes machines, and who works on them."""
    return equipment_data()


@hooks.register("register_stored_words")
def register_stored_words() -> list[tuple[str, str, object]]:
    """Tell the name of the group that stands ready."""
    return [("auth.Group", "name", GROUP_NAME)]


@hooks.register("register_starting_sections")
def register_starting_sections() -> list[StartingSection]:
    """Offer the machines to a new site."""
    return [SECTION]
