"""What the import of evidence hangs on Wagtail. Each hook only wires."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks

from . import urls


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the screen."""
    return [path("equipment/evidence/", include(urls))]
