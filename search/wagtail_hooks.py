"""What search hangs on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

from .api import router

if TYPE_CHECKING:
    from ninja import Router


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the search in the site's API."""
    return "/search", router
