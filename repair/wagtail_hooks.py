"""What repairs hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from wagtail import hooks

from maillage.outbox.jobs import PeriodicJob

from . import figures
from .api import router
from .bench import hooks as bench_hooks  # noqa: F401 - it registers its own
from .day import hooks as day_hooks  # noqa: F401 - it registers its own
from .imports import RepairImporter
from .insurance import KIND, remind_insured, render_insurance_reminder
from .personal_data import repairs
from .search import search_embeds, search_facets
from .sections import repair_section
from .starting import SECTION
from .viewsets import RepairViewSetGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ninja import Router

    from maillage.figures.providers import FigureProvider
    from maillage.places.sections import Section
    from maillage.places.starting import StartingSection
    from maillage.privacy.registry import PersonalData

# What an organisation's editors do with their own rows.
EDITED = ("repairrecord", "fixer", "dateskill", "insurancecertificate")


@hooks.register("register_admin_viewset")
def register_screens() -> RepairViewSetGroup:
    """Add the menu « Réparations »."""
    return RepairViewSetGroup()


@hooks.register("register_editor_permissions")
def register_editor_permissions() -> list[str]:
    """Let an organisation's editors keep its repairs, its volunteers and its papers."""
    return [
        *(f"repair.{verb}_{model}" for model in EDITED for verb in ("add", "change", "delete", "view")),
        "repair.add_houserules",
        "repair.change_houserules",
        "repair.view_houserules",
        "repair.view_itemannouncement",
        "repair.add_intakesheet",
        "repair.change_intakesheet",
        "repair.view_intakesheet",
        "repair.run_repair_day",
        "repair.view_depositslip",
        "repair.add_publishedtotal",
        "repair.view_publishedtotal",
    ]


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the repairs in the site's API."""
    return "", router


@hooks.register("register_importers")
def register_importers() -> list[RepairImporter]:
    """Let the admin import files of the open standard."""
    return [RepairImporter()]


@hooks.register("register_figure_providers")
def register_figure_providers() -> list[FigureProvider]:
    """Count repairs for the key figures."""
    return [figures.provider()]


@hooks.register("register_personal_data")
def register_personal_data() -> PersonalData:
    """Say what is kept about people who bring objects, and about volunteers."""
    return repairs()


@hooks.register("register_periodic_jobs")
def watch_insurances() -> list[PeriodicJob]:
    """Look every day for certificates that end."""
    return [PeriodicJob(name=KIND, every=timedelta(days=1), run=remind_insured)]


@hooks.register("register_message_renderers")
def register_message_renderers() -> dict[str, Any]:
    """Make the e-mail about an insurance that ends."""
    return {KIND: render_insurance_reminder}


# After the dates, which come from the kernel.
@hooks.register("register_organization_sections", order=10)
def register_organization_sections() -> Section:
    """Show the next café and the totals on the page of an organisation."""
    return repair_section


@hooks.register("register_search_facets")
def register_search_facets() -> list[dict[str, Any]]:
    """Let people narrow what they find by what is repaired there."""
    return search_facets()


@hooks.register("register_search_embeds")
def register_search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Tell the search which cafés name an organisation, a place or a skill."""
    return search_embeds()


@hooks.register("register_starting_sections")
def register_starting_sections() -> list[StartingSection]:
    """Offer the repair cafés to a new site."""
    return [SECTION]
