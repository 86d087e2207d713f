"""What bookings hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path
from wagtail import hooks

from .admin import urls as admin_urls
from .api import router
from .messages import renderers
from .personal_data import registrations

if TYPE_CHECKING:
    from ninja import Router

    from maillage.outbox.renderers import Renderer
    from maillage.privacy.registry import PersonalData


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the screens of dates and registrations."""
    return [path("bookings/", include(admin_urls))]


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
    """Make the e-mails about registrations."""
    return renderers()


@hooks.register("register_personal_data")
def register_personal_data() -> PersonalData:
    """Say what is kept about people who register."""
    return registrations()


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the dates in the site's API."""
    return "/sessions", router
