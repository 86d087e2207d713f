"""Which kinds of files a user may import, and which imports they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maillage.places.permissions import scope_to_user

from .importers import Importer, get_importers
from .models import Batch

if TYPE_CHECKING:
    from django.db.models import QuerySet


def importers_for(user: Any) -> dict[str, Importer]:
    """Return by kind the importers whose permission `user` has."""
    return {kind: each for kind, each in get_importers().items() if user.has_perm(each.permission)}


def batches_for(user: Any) -> QuerySet[Batch]:
    """Return the imports that `user` may see: of kinds they may import, for their organisations."""
    rows = Batch.objects.select_related("organization", "created_by")
    return scope_to_user(rows, user).filter(kind__in=importers_for(user))
