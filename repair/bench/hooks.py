"""What the bench hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from repair.deposit_reminders import KIND, render_by_email, render_by_sms
from repair.embed_code import EmbedCodeView

from . import urls

if TYPE_CHECKING:
    from maillage.outbox.renderers import Renderer


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the screens of the bench, and the code of the block."""
    return [
        path("repair/", include(urls)),
        path("repair/embed/", EmbedCodeView.as_view(), name="repair_embed_code"),
    ]


@hooks.register("register_message_renderers")
def register_message_renderers() -> dict[str, Renderer]:
    """Make the reminder about an object that waits."""
    return {KIND: render_by_email}


@hooks.register("register_sms_renderers")
def register_sms_renderers() -> dict[str, Renderer]:
    """Make the same as a text message."""
    return {KIND: render_by_sms}


@hooks.register("register_access_labels")
def register_access_labels() -> dict[str, Any]:
    """Say in words which lists name the owners of objects."""
    return {"repair.deposits": _("Objects that wait for their owner")}
