"""What organisations and places hang on Wagtail. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail import hooks
from wagtail.permissions import page_permission_policy

from maillage.places.admin import NetworkViewSetGroup
from maillage.places.api import organizations_router, places_router
from maillage.places.chooser import place_chooser_viewset
from maillage.places.discreet_admin import (
    OwnDocumentsAPIViewSet,
    OwnImagesAPIViewSet,
    make_bulk_actions_discreet,
)
from maillage.places.models import Organization, OrganizationLogEntry, Place
from maillage.places.ownership import owned_models
from maillage.places.pictures import StillImageEmbedHandler
from maillage.places.querysets import SEES_EVERY_ORGANIZATION
from maillage.places.rich_text import register_languages
from maillage.places.search import embeds
from maillage.places.services import GROUP_NAME
from maillage.privacy.contacts import display_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from ninja import Router
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.log_actions import LogActionRegistry
    from wagtail.query import PageQuerySet
    from wagtail.rich_text.feature_registry import FeatureRegistry


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Mount the screens of the network and the window that chooses a place."""
    return [NetworkViewSetGroup(), place_chooser_viewset]


@hooks.register("register_admin_urls")
def hide_others_from_bulk_actions() -> list[Any]:
    """Add no address; by now every plugin has registered its bulk actions."""
    make_bulk_actions_discreet()
    return []


# After images and documents, whose endpoints they take the place of.
@hooks.register("construct_admin_api", order=1_000)
def scope_the_admin_api(router: WagtailAPIRouter) -> None:
    """Hold the admin's own API of files to each association's collections."""
    router.register_endpoint("images", OwnImagesAPIViewSet)
    router.register_endpoint("documents", OwnDocumentsAPIViewSet)


@hooks.register("construct_reports_menu")
def hide_reports_on_everybody(request: HttpRequest, items: list[Any]) -> None:
    """Take out of the menu the report that only the network's team may read."""
    if not request.user.has_perm(SEES_EVERY_ORGANIZATION):
        items[:] = [item for item in items if item.name != "page-types-usage"]


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


@hooks.register("register_controllers")
def register_controllers() -> Iterable[tuple[str, str]]:
    """Name each organisation as the one that answers for the data of its people, with how to reach it."""
    for organization in Organization.objects.order_by("name"):
        contact = [display_phone(organization.phone), organization.email]
        yield organization.name, ", ".join(filter(None, contact))


@hooks.register("register_api_router")
def register_places_api() -> tuple[str, Router]:
    """Mount the places in the site's API."""
    return "/places", places_router


@hooks.register("register_api_router")
def register_organizations_api() -> tuple[str, Router]:
    """Mount the organisations in the site's API."""
    return "/organizations", organizations_router


@hooks.register("register_search_models")
def register_search_models() -> list[type[Place]]:
    """Let people find places beside pages."""
    return [Place]


@hooks.register("register_search_embeds")
def register_search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Tell the search where the name of an organisation shows."""
    return embeds()


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


# After Wagtail's own handler, whose place it takes.
hooks.register("register_rich_text_features", register_languages)


@hooks.register("register_rich_text_features", order=1_000)
def draw_images_without_writing(features: FeatureRegistry) -> None:
    """Show the images of rich texts with the renditions made when their page was published."""
    features.register_embed_type(StillImageEmbedHandler)


@hooks.register("register_stored_words")
def register_stored_words() -> list[tuple[str, str, object]]:
    """Tell the name of the groups of editors."""
    return [("auth.Group", "name", GROUP_NAME)]
