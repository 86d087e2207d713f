"""The admin's own API of images and documents: each association its collections.

Wagtail answers with every file to whoever may enter the admin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.documents import permissions as documents_permissions
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import permissions as images_permissions
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
