"""What is public never counts fewer than five people: in a village, three is somebody's name."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from .models import in_words

# The least number of people that is told to everybody; nobody at all tells nothing of anybody.
FEWEST = 5


def is_hidden(people: Decimal | int) -> bool:
    """Tell whether `people` is a number too small to be public."""
    return 0 < people < FEWEST


def public_words(people: Decimal | int, unit: str = "", *, about: bool = False) -> str:
    """Return a number of people as everybody may read it: « 12 », or « moins de 5 »."""
    if is_hidden(people):
        return _("fewer than %(fewest)d") % {"fewest": FEWEST}
    return in_words(people, unit, about=about)
