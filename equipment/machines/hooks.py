"""What the workshop hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path
from wagtail import hooks

from equipment.dashboard.views import WorkshopPanel
from equipment.imports import MachineImporter
from equipment.items import destinations
from equipment.workshop.access import MAY_WORK

from . import urls
from .bulk_actions import ACTIONS
from .ledger_screen import MachineLedger

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.places.items import ItemDestination

EDITED = ("machine", "lot", "shelf", "countedmovement", "workshoprules")


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the dashboard, the labels and the saved views."""
    return [path("equipment/", include(urls))]


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
def register_editor_permissions() -> list[str]:
    """Let an organisation's editors keep its machines, its lots and its shelves."""
    return [
        *(f"equipment.{verb}_{model}" for model in EDITED for verb in ("add", "change", "view")),
        "equipment.delete_shelf",
        "equipment.view_ledgerentry",
        MAY_WORK,
    ]


for action in ACTIONS:
    hooks.register("register_bulk_action", action)

MachineLedger().register_with_wagtail()
