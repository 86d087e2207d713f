"""Reads of the menus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from wagtail.models import Site

    from .models import MenuItem  # noqa: F401  (named in the string of the class below)


class MenuItemQuerySet(models.QuerySet["MenuItem"]):
    """Entries of the menus as visitors see them."""

    def of_site(self, site: Site) -> Self:
        """Both menus of `site` with their pages, in one query; unpublished pages are left out."""
        return (
            self.filter(Q(page=None) | Q(page__live=True), settings__site=site)
            .select_related("page")
            .order_by("sort_order", "pk")
        )
