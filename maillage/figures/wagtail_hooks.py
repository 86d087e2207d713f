"""Wires key figures into the admin."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from .viewsets import FigureViewSet


@hooks.register("register_network_viewsets")
def register_network_viewsets() -> list[Any]:
    """Add the screen to the menu « Réseau »."""
    return [FigureViewSet("network_figures")]


@hooks.register("register_editor_permissions")
def register_editor_permissions() -> list[str]:
    """Let an organisation's editors keep its figures."""
    return [f"figures.{verb}_figure" for verb in ("add", "change", "delete", "view")]
