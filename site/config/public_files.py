"""Uploaded files: served by the site where no proxy does it, and which of them the public already sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.static import serve
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


def media_urls() -> list[URLPattern]:
    """Return the route of uploaded files, or nothing when SERVE_MEDIA is off."""
    if not settings.SERVE_MEDIA:
        return []
    return [path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", uploaded_file)]


def uploaded_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one file of MEDIA_ROOT. A file that a person sent never runs as a page of the site."""
    try:
        answer: FileResponse = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
