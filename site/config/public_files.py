"""Which uploaded files the public already sees.

Wagtail's API would list every image and document of an open collection, those of drafts too. A file
is public here once a public page or row points at it, as Wagtail's reference index says. The index
is made of the rows, never of their revisions: a published page with unpublished changes is in it as
visitors read it. A page that was never published has a row too, and so has a restricted one; they
are left out by asking the page itself, at the time of the request, whether anybody may read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

if TYPE_CHECKING:
    from django.db.models import Model


def used_in_public(files: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of `files`, images or documents, that something public uses.

    The number of queries depends on how many kinds of things use files, not on how many there are.
    """
    kind = ContentType.objects.get_for_model(files.model)
    references = ReferenceIndex.objects.filter(to_content_type=kind)
    kinds = references.order_by().values_list("base_content_type", flat=True).distinct()
    public = Q(pk__in=[])
    for source in map(ContentType.objects.get_for_id, kinds):
        rows = _public_rows(source.model_class())
        if rows is not None:
            keys = rows.order_by().values(key=Cast("pk", output_field=CharField()))
            public |= Q(base_content_type=source, object_id__in=keys)
    used = references.filter(public).values(key=Cast("to_object_id", output_field=BigIntegerField()))
    return files.filter(pk__in=used)


def _public_rows(model: type[Model] | None) -> QuerySet[Any] | None:
    """Return what anybody may read of `model`; None when nothing says what that is.

    A plugin says it by the method `public()` of its querysets.
    """
    if model is Page:
        return Page.objects.live().public()
    public = getattr(getattr(model, "_default_manager", None), "public", None)
    return None if public is None else public()
