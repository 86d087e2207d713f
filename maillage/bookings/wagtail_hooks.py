"""What bookings hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from maillage.bookings import urls
from maillage.bookings.admin.dashboard import PERMISSION, DayPanel, DraftsPanel, ExpiryPanel
from maillage.bookings.admin.exports import ExportView, tables_for
from maillage.bookings.admin.menu import calls_item, desk_item, led_dates_item, totals_item
from maillage.bookings.admin.page_guards import guard_page_actions, refuse_to_delete, refuse_to_unpublish
from maillage.bookings.api import router
from maillage.bookings.conf import get_conf
from maillage.bookings.expiry import KIND as EXPIRY
from maillage.bookings.expiry import alert_teams, render_expiry_alert
from maillage.bookings.messages import renderers, sms_renderers
from maillage.bookings.messages.reminders import remind
from maillage.bookings.messages.rendering import KIND as BROADCAST
from maillage.bookings.messages.rendering import render_broadcast
from maillage.bookings.models import BookablePageMixin, Session
from maillage.bookings.personal_data import registrations
from maillage.bookings.public.agenda import next_dates_section
from maillage.bookings.roles import NAMES as ROLE_NAMES
from maillage.bookings.search import activity_facet, dates_to_come, embeds
from maillage.bookings.services import end_overdue_offers
from maillage.bookings.services.attendance import forget_volunteers, keep_recent_counts
from maillage.outbox.jobs import PeriodicJob
from maillage.outbox.renderers import labelled
from maillage.privacy.registry import PersonalData, data_without_contact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from ninja import Router
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.log_actions import LogActionRegistry

    from maillage.figures.providers import FigureProvider
    from maillage.outbox.renderers import Renderer
    from maillage.places.sections import Section

hooks.register("register_admin_menu_item", desk_item)
hooks.register("register_admin_menu_item", calls_item)
hooks.register("register_admin_menu_item", led_dates_item)
hooks.register("register_admin_menu_item", totals_item)


@hooks.register("register_access_labels")
def register_access_labels() -> dict[str, str]:
    """Name the lists of people for the log of who saw them."""
    return {
        "bookings.registrations": _("Registrations of a date"),
        "bookings.check_in": _("Who is here, on a phone"),
        "bookings.sheet": _("Attendance sheet"),
        "bookings.calls": _("People to call"),
    }


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Offer the rights of facilitators and of the coordination on the screen of a group."""
    return Permission.objects.filter(
        content_type__app_label="bookings", codename__in=("lead_session", "view_network_totals")
    )


@hooks.register("register_periodic_jobs")
def keep_counts_each_night() -> list[PeriodicJob]:
    """Write what attendance and answers add up to, before the people leave."""
    return [PeriodicJob(name="bookings.counts", every=timedelta(days=1), run=keep_recent_counts)]


@hooks.register("register_personal_data")
def first_names_of_volunteers() -> PersonalData:
    """First names without any contact: nobody is found by them, and they end like registrations."""
    return data_without_contact(
        label=_("First names of volunteers"),
        expire=forget_volunteers,
        purpose=_("Know who gave time on a date, for the year's figures."),
        basis=_("Legitimate interest: an association counts its volunteers' hours."),
        people=_("Volunteers."),
        categories=_("First name, if it was given, and how long they helped."),
        recipients=_("The team of the association."),
        kept=gettext("The first name: %(days)d days after the date. The hours stay.")
        % {"days": get_conf()["RETENTION_DAYS"]},
    )


@hooks.register("register_log_actions")
def register_log_actions_of_the_day(actions: LogActionRegistry) -> None:
    """Name what is done to people in the list."""
    actions.register_action(
        "bookings.merge", _("Make one registration of two"), _("Two registrations made one")
    )


class ExportMenuItem(MenuItem):
    """Shown to whoever may take a table away."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask which tables they may."""
        return bool(tables_for(request.user))


@hooks.register("register_admin_urls")
def register_export_urls() -> list[Any]:
    """Mount the screen."""
    return [path("bookings/export/", ExportView.as_view(), name="bookings_export")]


@hooks.register("register_reports_menu_item")
def register_reports_menu_item() -> MenuItem:
    """Lead to it from « Rapports »."""
    return ExportMenuItem(
        _("Registrations and attendance"),
        reverse_lazy("bookings_export"),
        name="bookings-export",
        icon_name="download",
        order=100,
    )


@hooks.register("register_access_labels")
def register_export_access_labels() -> dict[str, str]:
    """Name the tables for the log of who took them away."""
    return {
        "bookings.export.registrations": _("Table of registrations"),
        "bookings.export.attendance": _("Table of attendance"),
        "bookings.export.counts": _("Table of counts, without names"),
    }


@hooks.register("register_figure_providers")
def register_figure_providers() -> Iterable[FigureProvider]:
    """Count dates and people for the key figures, where the site has these."""
    from maillage.bookings.figures import provider  # noqa: PLC0415 - the app of key figures may be absent

    return [provider()]


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the screens of dates and registrations."""
    return [path("bookings/", include(urls.admin_urlpatterns))]


@hooks.register("register_editor_permissions")
def register_editor_permissions() -> list[str]:
    """Let an organisation's editors keep its dates and its registrations."""
    return [
        "bookings.add_session",
        "bookings.change_session",
        "bookings.view_session",
        "bookings.add_registration",
        "bookings.change_registration",
        "bookings.view_registration",
    ]


@hooks.register("register_message_renderers")
def register_message_renderers() -> dict[str, Renderer]:
    """Make the e-mails about registrations, and about pages that leave while there are some."""
    broadcast = labelled(_("Message to everybody"))(render_broadcast)
    return {**renderers(), BROADCAST: broadcast, EXPIRY: render_expiry_alert}


@hooks.register("register_periodic_jobs")
def watch_pages_that_leave() -> list[PeriodicJob]:
    """Look every hour for pages that leave the site while people are registered."""
    return [PeriodicJob(name=EXPIRY, every=timedelta(hours=1), run=alert_teams)]


@hooks.register("register_periodic_jobs")
def hand_on_unanswered_seats() -> list[PeriodicJob]:
    """Look every minute for offers that nobody answered in time."""
    return [PeriodicJob(name="bookings.offers", every=timedelta(minutes=1), run=end_overdue_offers)]


@hooks.register("register_sms_renderers")
def register_sms_renderers() -> dict[str, Renderer]:
    """Make the text messages about registrations, for sites that send some."""
    return sms_renderers()


@hooks.register("register_periodic_jobs")
def write_reminders() -> list[PeriodicJob]:
    """Look every ten minutes for reminders and thanks that are due."""
    return [PeriodicJob(name="bookings.reminders", every=timedelta(minutes=10), run=remind)]


@hooks.register("register_personal_data")
def register_personal_data() -> PersonalData:
    """Say what is kept about people who register."""
    return registrations()


@hooks.register("register_organization_sections")
def register_organization_sections() -> Section:
    """Show the next dates on the page of an organisation and on the card of a place."""
    return next_dates_section


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the dates in the site's API."""
    return "/sessions", router


@hooks.register("construct_homepage_panels")
def open_on_the_day(request: HttpRequest, panels: list[Any]) -> None:
    """Show the day's work first, then the drafts that wait."""
    if request.user.has_perm(PERMISSION):
        panels.extend([ExpiryPanel(request.user), DayPanel(request.user)])
    panels.append(DraftsPanel(request.user))


@hooks.register("register_page_header_buttons")
def dates_header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a page to its dates."""
    if may_keep_dates(page, user):
        yield Button(_("Dates"), _dates_url(page), icon_name="calendar-alt", priority=12)


@hooks.register("register_page_listing_buttons")
def dates_listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Lead from a line of the explorer to the dates of its page, by a word: an icon there has no size."""
    if may_keep_dates(page, user):
        yield Button(_("Dates"), _dates_url(page), priority=12)


@hooks.register("after_publish_page")
def ask_for_dates(request: HttpRequest, page: Page) -> None:
    """Say that nobody can come yet, right after a page without any date was published."""
    if may_keep_dates(page, request.user) and not Session.objects.filter(page=page).upcoming().exists():
        button = messages.button(_dates_url(page), _("Add dates"))
        sentence = _("This page has no date to come: nobody knows when to come.")
        messages.warning(request, sentence, buttons=[button])


@hooks.register("after_copy_page")
def ask_for_dates_of_the_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Say that a copy has the words of a page, and neither its dates nor its people."""
    if may_keep_dates(new_page, request.user):
        button = messages.button(_dates_url(new_page), _("Add dates"))
        sentence = _("The copy has no date and nobody is registered: give it its own dates.")
        messages.warning(request, sentence, buttons=[button])


def may_keep_dates(page: Page, user: Any) -> bool:
    """Tell whether `page` has dates and `user` may change them."""
    if not issubclass(page.specific_class or type(page), BookablePageMixin):
        return False
    return user.has_perm("bookings.change_session") and page.permissions_for_user(user).can_edit()


def _dates_url(page: Page) -> str:
    return reverse("bookings_dates", args=[page.pk])


@hooks.register("before_delete_page")
def keep_a_page_with_dates(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say which dates stand in the way."""
    return refuse_to_delete(request, [page])


@hooks.register("before_unpublish_page")
def keep_a_page_that_people_come_to(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say who is registered."""
    return refuse_to_unpublish(request, [page], with_descendants="include_descendants" in request.POST)


@hooks.register("before_bulk_action")
def keep_pages_with_dates(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Hold the bulk actions to the same rules; moving pages is free."""
    if not _are_pages(action):
        return None
    if action_type == "delete":
        return refuse_to_delete(request, objects)
    if action_type == "unpublish":
        below = action.cleaned_form.cleaned_data["include_descendants"]
        return refuse_to_unpublish(request, objects, with_descendants=below)
    return None


@hooks.register("construct_admin_api")
def keep_pages_with_dates_in_the_api(router: WagtailAPIRouter) -> None:
    """Hold the admin's own API to the same rules."""
    guard_page_actions(router)


def _are_pages(action: Any) -> bool:
    return Page in getattr(action, "models", [])


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Write in a page's history who changed its dates."""
    actions.register_action("bookings.add_dates", _("Add dates"), _("Dates added"))
    actions.register_action("bookings.move_date", _("Move a date"), _("Date moved"))
    actions.register_action("bookings.postpone_date", _("Postpone a date"), _("Date postponed"))
    actions.register_action("bookings.cancel_date", _("Cancel dates"), _("Dates cancelled"))
    actions.register_action("bookings.delete_dates", _("Delete dates"), _("Dates deleted"))


@hooks.register("register_search_dates")
def register_search_dates(page_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Give the search the dates to come of its pages."""
    return dates_to_come(page_ids)


@hooks.register("register_search_embeds")
def register_search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Tell the search which pages show a date, its place and its seats."""
    return embeds()


@hooks.register("register_search_facets")
def register_search_facets() -> list[dict[str, Any]]:
    """Let people narrow what they find by activity."""
    return [activity_facet()]


@hooks.register("register_stored_words")
def register_stored_words() -> list[tuple[str, str, object]]:
    """Tell the names of the groups that stand ready."""
    return [("auth.Group", "name", name) for name in ROLE_NAMES.values()]
