"""What the day at the front hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import urls
from .screens import MAY_RUN

if TYPE_CHECKING:
    from maillage.bookings.models import Session


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the screens of the day."""
    return [path("repair/", include(urls))]


@hooks.register("register_day_links")
def register_day_links(session: Session, user: Any) -> list[tuple[str, str]]:
    """Lead from a date of a repair café to its desk and to its queue."""
    if session.activity != "repair" or not user.has_perm(MAY_RUN):
        return []
    return [
        (_("Take objects in"), reverse("repair_day:intake", args=[session.public_id])),
        (_("Queue of the objects"), reverse("repair_day:queue", args=[session.public_id])),
    ]


@hooks.register("register_access_labels")
def register_access_labels() -> dict[str, Any]:
    """Say in words which lists come from what people wrote."""
    return {"repair.intake": _("Announced objects of a date")}
