"""Figures that a plugin computes from its own rows, and the small ones that nobody is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail import hooks

from maillage.figures.models import Precision, in_words

if TYPE_CHECKING:
    from wagtail.models import Page

    from maillage.places.models import Organization, Place

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


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a period (both days included), and where it is narrowed to."""

    start: date
    end: date
    organization: Organization | None = None
    place: Place | None = None
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class ComputedFigure:
    """A number that a plugin computed. `part_of` is the key of another one of the same answer.

    `counts_people` says that it counts persons: what is public then shows `public_words`.
    """

    key: str
    label: str
    value: Decimal | int
    unit: str = ""
    precision: str = Precision.EXACT
    part_of: str = ""
    source: str = ""
    counts_people: bool = False

    @property
    def public_words(self) -> str:
        """The number as everybody may read it: « moins de 5 » for a handful of people."""
        if not self.counts_people:
            return self.value_in_words
        return public_words(self.value, self.unit, about=self.precision == Precision.ABOUT)

    @property
    def value_in_words(self) -> str:
        """The number as its association reads it: whole."""
        return in_words(self.value, self.unit, about=self.precision == Precision.ABOUT)


@dataclass(frozen=True, slots=True)
class FigureProvider:
    """One plugin's figures: `compute(scope)` reads them in a constant number of queries."""

    key: str
    label: str
    compute: Callable[[Scope], Iterable[ComputedFigure]]


def get_providers() -> list[FigureProvider]:
    """Return the providers of every installed plugin."""
    return [provider for register in hooks.get_hooks("register_figure_providers") for provider in register()]


def compute_figures(scope: Scope) -> list[ComputedFigure]:
    """Return what every plugin counts for `scope`, in the order of the plugins."""
    return [figure for provider in get_providers() for figure in provider.compute(scope)]
