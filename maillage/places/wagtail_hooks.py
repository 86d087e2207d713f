"""Wires the organisations and places into the admin."""

from __future__ import annotations

from wagtail import hooks


@hooks.register("register_editor_permissions")
def register_editor_permissions() -> list[str]:
    """Name what an association's editor may do here, on the rows of their own association."""
    return [
        "places.add_place",
        "places.change_place",
        "places.view_place",
        "places.change_organization",
        "places.view_organization",
    ]
