"""What organisations and places hang on Wagtail. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail import hooks
from wagtail.permissions import page_permission_policy

from .chooser import place_chooser_viewset
from .models import OrganizationLogEntry
from .ownership import owned_models
from .viewsets import NetworkViewSetGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.log_actions import LogActionRegistry
    from wagtail.query import PageQuerySet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Mount the screens of the network and the window that chooses a place."""
    return [NetworkViewSetGroup(), place_chooser_viewset]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Offer these permissions on the screen of a group."""
    return Permission.objects.filter(
        Q(
            content_type__model="place",
            codename__in=("add_place", "change_place", "delete_place", "view_place"),
        )
        | Q(
            content_type__model="organization",
            codename__in=("change_organization", "view_organization", "manage_network"),
        ),
        content_type__app_label="places",
    )


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


@hooks.register("register_log_actions")
def log_what_organizations_own(actions: LogActionRegistry) -> None:
    """Keep the log of owned rows where only their association reads it."""
    for model in owned_models():
        actions.register_model(model, OrganizationLogEntry)


@hooks.register("construct_page_chooser_queryset")
def hide_drafts_of_others(pages: PageQuerySet[Any], request: HttpRequest) -> PageQuerySet[Any]:
    """Offer published pages and one's own drafts to link to, never another association's drafts."""
    return pages.filter(
        Q(live=True) | Q(pk__in=page_permission_policy.explorable_instances(request.user).values("pk"))
    )
