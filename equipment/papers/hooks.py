"""What the papers hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import urls
from .screen import ACCESS


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the papers."""
    return [path("equipment/papers/", include(urls))]


@hooks.register("register_access_labels")
def register_access_labels() -> dict[str, Any]:
    """Say in words which papers name people."""
    return {ACCESS: _("Papers of the equipment workshop")}
