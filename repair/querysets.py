"""Reads of repair records, in the words of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from .categories import FIRST_UNPOWERED
from .outcomes import TextCheck

if TYPE_CHECKING:
    from datetime import date

    from .models import RepairRecord  # noqa: F401  named in quotes below


class RepairRecordQuerySet(models.QuerySet["RepairRecord"]):
    """Repair records as statistics, open data and editors see them."""

    def in_standard(self) -> Self:
        """Those that the open standard has a category for: objects that run on electricity."""
        return self.filter(category__lt=FIRST_UNPOWERED)

    def from_provider(self, name: str) -> Self:
        """Those of the publisher of this name; all of them for an empty name."""
        return self.filter(provider__name=name) if name else self

    def between(self, first: date, last: date) -> Self:
        """Those of events from `first` to `last`, both days included."""
        return self.filter(event_date__range=(first, last))

    def with_words_to_read(self) -> Self:
        """Those whose words may name somebody and that nobody has read again."""
        return self.filter(text_check=TextCheck.FLAGGED)
