"""What repairs hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

from .api import router
from .imports import RepairImporter

if TYPE_CHECKING:
    from ninja import Router


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the repairs in the site's API."""
    return "", router


@hooks.register("register_importers")
def register_importers() -> list[RepairImporter]:
    """Let the admin import files of the open standard."""
    return [RepairImporter()]
