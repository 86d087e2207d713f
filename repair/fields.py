"""Several categories kept in one column."""

from __future__ import annotations

from maillage.places.fields import SeveralChoicesField


class CategoriesField(SeveralChoicesField):
    """A JSON list of the numbers of categories, without a double."""

    coerce = int
