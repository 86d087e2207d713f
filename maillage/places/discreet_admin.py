"""The few doors of Wagtail's admin that would tell an association of the rows of others, held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from wagtail import hooks
from wagtail.documents import permissions as documents_permissions
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.models import AbstractDocument
from wagtail.images import permissions as images_permissions
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from maillage.places.ownership import organization_path
from maillage.places.permissions import OrganizationPermissionPolicy

if TYPE_CHECKING:
    from django.db.models import QuerySet

if TYPE_CHECKING:
    from django.db.models import Model
    from wagtail.admin.views.bulk_action import BulkAction as _BulkAction
    from wagtail.permission_policies import BasePermissionPolicy

    from maillage.places.permissions import AnyUser
else:
    _BulkAction = object

ANY_ACTION = ("add", "change", "delete", "view", "choose", "publish")
HOOK = "register_bulk_action"
AFTER_ALL = 10_000  # Wagtail keeps the last action of a name


def may_know(user: AnyUser, row: Model) -> bool:
    """Tell whether `user` may read that `row` is there: a permission on it, or on what holds it."""
    if isinstance(row, Page):
        return bool(page_permission_policy.explorable_instances(user).filter(pk=row.pk).exists())
    return bool(_policy_of(row).user_has_any_permission_for_instance(user, ANY_ACTION, row))


def _row_of(other: Any) -> Model:
    """Return the row of an entry: itself, or, where its template needs more of it, what "item" holds."""
    return other["item"] if isinstance(other, dict) else other


def _policy_of(row: Model) -> BasePermissionPolicy:
    if isinstance(row, AbstractImage):
        return images_permissions.permission_policy
    if isinstance(row, AbstractDocument):
        return documents_permissions.permission_policy
    if organization_path(type(row)):
        return OrganizationPermissionPolicy(type(row))
    return ModelPermissionPolicy(type(row))


class DiscreetBulkActionMixin(_BulkAction):
    """A bulk action that leaves out, unnamed, the rows that its user may not know of."""

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        """Return the rows to act on, and those left out that the user may be told of.

        Raises `Http404` when there is neither, as for keys that do not exist.
        """
        rows, left_out = super().get_actionable_objects()
        told = {
            reason: [other for other in others if may_know(self.request.user, _row_of(other))]
            for reason, others in left_out.items()
        }
        if not rows and not any(told.values()):
            raise Http404
        return rows, told


def make_bulk_actions_discreet() -> None:
    """Put a discreet action in the place of each one that is registered, also by other plugins.

    To be called once all are: when the addresses of the admin are made.
    """
    for action in hooks.get_hooks(HOOK):
        if not issubclass(action, DiscreetBulkActionMixin):
            discreet = type(action.__name__, (DiscreetBulkActionMixin, action), {})
            hooks.register(HOOK, discreet, order=AFTER_ALL)


KNOWS = ("add", "change", "delete", "choose")


class OwnImagesAPIViewSet(ImagesAdminAPIViewSet):
    """The images that the user may choose or change."""

    def get_queryset(self) -> QuerySet[Any]:
        """Scope the list and each image."""
        own = images_permissions.permission_policy.instances_user_has_any_permission_for(
            self.request.user, KNOWS
        )
        return super().get_queryset().filter(pk__in=own.values("pk"))


class OwnDocumentsAPIViewSet(DocumentsAdminAPIViewSet):
    """The documents that the user may choose or change."""

    def get_queryset(self) -> QuerySet[Any]:
        """Scope the list and each document."""
        own = documents_permissions.permission_policy.instances_user_has_any_permission_for(
            self.request.user, KNOWS
        )
        return super().get_queryset().filter(pk__in=own.values("pk"))
