"""Which pages anybody may read, told to the database in one condition."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page, PageViewRestriction


def public_pages() -> QuerySet[Any]:
    """Return the live pages that are under no restriction, neither of their own nor of a page above.

    Wagtail's `public()` reads the restrictions first, in a query of its own for each list.
    """
    above = Left(OuterRef("path"), Length(F("page__path")))
    return Page.objects.live().filter(~Exists(PageViewRestriction.objects.filter(page__path=above)))
