"""Addresses on the site, made from names."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

if TYPE_CHECKING:
    from django.db.models import QuerySet


def unique_slug(rows: QuerySet[Any], text: str, *, max_length: int, fallback: str = "x") -> str:
    """Return an address made from `text` that no row of `rows` has yet in its field `slug`.

    The second « Salle des fêtes » gets `salle-des-fetes-2`. `fallback` stands in for a text
    without any letter or digit.
    """
    base = slugify(text)[:max_length].strip("-") or fallback
    taken = set(rows.filter(slug__startswith=base[: max_length - 5]).values_list("slug", flat=True))
    if base not in taken:
        return base
    for number in count(2):
        suffix = f"-{number}"
        slug = f"{base[: max_length - len(suffix)]}{suffix}"
        if slug not in taken:
            return slug
    raise AssertionError("count() never ends")
