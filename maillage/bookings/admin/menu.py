"""The entries of the admin's menu about dates and people, each for those who may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from ..querysets import KEEPS_REGISTRATIONS, LEADS_DATES, READS_TOTALS

if TYPE_CHECKING:
    from django.http import HttpRequest


class PermittedMenuItem(MenuItem):
    """Shown to those who have one permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the permission."""
        return bool(request.user.has_perm(self.permission))


def desk_item() -> MenuItem:
    """Return « Inscrire quelqu'un »."""
    return PermittedMenuItem(
        _("Register somebody"),
        reverse_lazy("bookings_desk"),
        permission=KEEPS_REGISTRATIONS,
        icon_name="user",
        order=60,
    )


def calls_item() -> MenuItem:
    """Return « À appeler »."""
    return PermittedMenuItem(
        _("People to call"),
        reverse_lazy("bookings_calls"),
        permission=KEEPS_REGISTRATIONS,
        icon_name="mobile-alt",
        order=65,
    )


def led_dates_item() -> MenuItem:
    """Return « Mes dates »."""
    return PermittedMenuItem(
        _("My dates"),
        reverse_lazy("bookings_led_dates"),
        permission=LEADS_DATES,
        icon_name="calendar-check",
        order=70,
    )


def totals_item() -> MenuItem:
    """Return « Totaux du réseau »."""
    return PermittedMenuItem(
        _("Totals of the network"),
        reverse_lazy("bookings_totals"),
        permission=READS_TOTALS,
        icon_name="table",
        order=820,
    )
