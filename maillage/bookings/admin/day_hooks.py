"""What the desk and the day of a date hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from maillage.bookings.conf import get_conf
from maillage.bookings.services.counts import keep_recent_counts
from maillage.bookings.services.volunteers import forget_volunteers
from maillage.outbox.jobs import PeriodicJob
from maillage.privacy.registry import PersonalData, data_without_contact

from .menu import calls_item, desk_item, led_dates_item, totals_item

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.log_actions import LogActionRegistry

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
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name what is done to people in the list."""
    actions.register_action(
        "bookings.merge", _("Make one registration of two"), _("Two registrations made one")
    )
