"""What repairs hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks

from maillage.outbox.jobs import PeriodicJob
from maillage.places.starting import StartingSection
from repair import figures, urls
from repair.api import router
from repair.day.screens import MAY_RUN
from repair.deposit_reminders import KIND, render_by_email, render_by_sms
from repair.embed import EmbedCodeView
from repair.imports import RepairImporter
from repair.insurance import KIND as REMINDER_KIND
from repair.insurance import remind_insured, render_insurance_reminder
from repair.personal_data import repairs
from repair.search import repair_section, search_embeds, search_facets
from repair.viewsets import RepairViewSetGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ninja import Router

    from maillage.bookings.models import Session
    from maillage.figures.providers import FigureProvider
    from maillage.outbox.renderers import Renderer
    from maillage.places.sections import Section
    from maillage.privacy.registry import PersonalData

SECTION = StartingSection(
    key="repair",
    question=_("Repair cafés, where people repair together"),
    page_model="repair.RepairIndexPage",
    title=pgettext_lazy("section of the site", "Repair"),
    slug=pgettext_lazy("address on the site", "repair"),
    menu=pgettext_lazy("section of the site", "Repair"),
    screens=("repair:statistics", "repair:statistics_csv", "repair:chances"),
    listed=("repair:statistics", "repair:chances"),
    first=_("Publish a first repair café, with its dates"),
    first_model="repair.RepairCafePage",
    traces=("repair.RepairRecord",),
    order=20,
)


@hooks.register("register_admin_urls")
def register_bench_admin_urls() -> list[Any]:
    """Mount the screens of the bench, and the code of the block."""
    return [
        path("repair/", include((urls.bench_urlpatterns, urls.BENCH))),
        path("repair/embed/", EmbedCodeView.as_view(), name="repair_embed_code"),
    ]


@hooks.register("register_message_renderers")
def register_bench_message_renderers() -> dict[str, Renderer]:
    """Make the reminder about an object that waits."""
    return {KIND: render_by_email}


@hooks.register("register_sms_renderers")
def register_bench_sms_renderers() -> dict[str, Renderer]:
    """Make the same as a text message."""
    return {KIND: render_by_sms}


@hooks.register("register_access_labels")
def register_bench_access_labels() -> dict[str, Any]:
    """Say in words which lists name the owners of objects."""
    return {"repair.deposits": _("Objects that wait for their owner")}


@hooks.register("register_admin_urls")
def register_day_admin_urls() -> list[Any]:
    """Mount the screens of the day."""
    return [path("repair/", include((urls.day_urlpatterns, urls.DAY)))]


@hooks.register("register_day_links")
def register_day_links(session: Session, user: Any) -> list[tuple[str, str]]:
    """Lead from a date of a repair café to its desk and to its queue."""
    if session.activity != "repair" or not user.has_perm(MAY_RUN):
        return []
    return [
        (_("Take objects in"), reverse("repair_day:intake", args=[session.public_id])),
        (_("Queue of the objects"), reverse("repair_day:queue", args=[session.public_id])),
    ]


@hooks.register("register_access_labels")
def register_day_access_labels() -> dict[str, Any]:
    """Say in words which lists come from what people wrote."""
    return {"repair.intake": _("Announced objects of a date")}


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
    return [PeriodicJob(name=REMINDER_KIND, every=timedelta(days=1), run=remind_insured)]


@hooks.register("register_message_renderers")
def register_message_renderers() -> dict[str, Any]:
    """Make the e-mail about an insurance that ends."""
    return {REMINDER_KIND: render_insurance_reminder}


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
