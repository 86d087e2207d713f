"""What funders ask about the people who came, as they ask it: the values of each category."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.bookings.models import CountCategory
from maillage.bookings.questions.definition import BRACKETS

UNSAID = "unsaid"
FIRST, AGAIN = "first", "again"

# The commune has no list of its own: people come from anywhere.
VALUES: dict[str, tuple[tuple[str, Any], ...]] = {
    CountCategory.AGE: tuple((bracket.key, bracket.words) for bracket in BRACKETS),
    CountCategory.GENDER: (
        ("women", _("Women")),
        ("men", _("Men")),
        ("other", pgettext_lazy("gender", "Other")),
        (UNSAID, _("Not said")),
    ),
    CountCategory.SITUATION: (
        ("school", _("At school or studying")),
        ("looking", _("Looking for work")),
        ("working", _("Working")),
        ("retired", _("Retired")),
        ("other", pgettext_lazy("situation", "Other")),
        (UNSAID, _("Not said")),
    ),
    CountCategory.FIRST_VISIT: ((FIRST, _("First visit")), (AGAIN, _("Came before"))),
}


def value_words(category: str, value: str) -> str:
    """Return how a value of a category is read: « 26 to 39 », « Redon »."""
    return str(dict(VALUES.get(category, ())).get(value, value))
