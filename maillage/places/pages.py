"""Which pages anybody may read, and from a content type to its model without a query each."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page, PageViewRestriction, get_page_models


def page_model(content_type_id: int) -> type[Page]:
    """Return the model of the pages of that content type; Page for a type that is no longer installed.

    The types of all page models are read in one query, which Django keeps while the process lives.
    """
    types = ContentType.objects.get_for_models(*get_page_models())
    return {content_type.pk: model for model, content_type in types.items()}.get(content_type_id, Page)


def public_pages() -> QuerySet[Any]:
    """Return the live pages that are under no restriction, neither of their own nor of a page above.

    Wagtail's `public()` reads the restrictions first, in a query of its own for each list.
    """
    above = Left(OuterRef("path"), Length(F("page__path")))
    return Page.objects.live().filter(~Exists(PageViewRestriction.objects.filter(page__path=above)))
