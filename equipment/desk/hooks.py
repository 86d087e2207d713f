"""What the desk hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .screens import ACCESS

EDITED = ("need", "donation", "price", "recyclingslip")


@hooks.register("register_editor_permissions")
def register_editor_permissions() -> list[str]:
    """Let an organisation's editors keep its requests, its donations, its prices and its slips."""
    return [
        *(f"equipment.{verb}_{model}" for model in EDITED for verb in ("add", "change", "view")),
        "equipment.delete_price",
        "equipment.change_loan",
        "equipment.view_loan",
        "equipment.view_handover",
    ]


@hooks.register("register_access_labels")
def register_access_labels() -> dict[str, Any]:
    """Say in words which screens name people."""
    return {ACCESS: _("Requests, donations and loans of equipment")}
