"""Days as messages say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format

if TYPE_CHECKING:
    from datetime import date


def day_in_words(day: date) -> str:
    """Return « samedi 5 décembre »."""
    return date_format(day, "l j F")
