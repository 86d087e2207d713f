"""What search hangs on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .api import router
from .jobs import Job, jobs
from .viewsets import SynonymViewSet

if TYPE_CHECKING:
    from ninja import Router

register_snippet(SynonymViewSet)


@hooks.register("register_api_router")
def register_api_router() -> tuple[str, Router]:
    """Mount the search in the site's API."""
    return "/search", router


@hooks.register("register_periodic_jobs")
def register_periodic_jobs() -> list[Job]:
    """Have the worker follow what changed and compare the indices with the database."""
    return jobs()
