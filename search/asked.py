"""What the address of the search page asks, and the addresses that ask a little more or less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .contract import MOST_RESULTS, RESULTS_PER_PAGE, SearchQuery, Sort
from .words import LONGEST_TEXT, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .contract import SearchResults

LAST_PAGE = MOST_RESULTS // RESULTS_PER_PAGE
FIELDS = ("q", "near", "km", "when", "from", "to", "sort", "page")
DISTANCES = (10, 20, 30, 50, 100)
DEFAULT_KM = 30
MOST_VALUES = 50


@dataclass(frozen=True)
class Chip:
    """Something that is asked, in words, and the address that asks it no longer."""

    label: str
    url: str


class Asked:
    """The query string of the page, read with patience: what makes no sense in it is left out."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.text = clean_text(data.get("q", ""))
        self.near = clean_text(data.get("near", ""))[:80]
        self.first_day, self.last_day = (clean_text(data.get(name, ""))[:10] for name in ("from", "to"))
        self.when = clean_text(data.get("when", ""))[:60]
        self.sort: Sort | None = data["sort"] if data.get("sort") in get_args(Sort) else None
        self.page = _number(data.get("page", ""), 1, LAST_PAGE, default=1)
        self.km = _number(data.get("km", ""), 1, 1_000, default=DEFAULT_KM)
        self.filters = {
            key: [clean_text(value)[:LONGEST_TEXT] for value in values[:MOST_VALUES]]
            for key, values in data.lists()
            if key not in FIELDS
        }

    def query(self) -> SearchQuery:
        """Return what is asked, for the one function that searches."""
        dates = f"{self.first_day}..{self.last_day}" if self.first_day or self.last_day else ""
        return SearchQuery(
            text=self.text,
            filters=self.filters,
            when=dates or self.when,
            near=self.near or None,
            within_km=self.km,
            sort=self.sort,
            offset=(self.page - 1) * RESULTS_PER_PAGE,
        )

    @property
    def has_dates(self) -> bool:
        """Whether the form, and not the words, says when."""
        return bool(self.when or self.first_day or self.last_day)

    @property
    def choices_of_when(self) -> list[tuple[str, str]]:
        """The periods that the form names; the one that is asked is among them."""
        named = [
            ("", _("Any day")),
            ("aujourd’hui", _("Today")),
            ("demain", _("Tomorrow")),
            ("samedi", _("On Saturday")),
            ("week-end", _("This weekend")),
            ("semaine", _("This week")),
            ("mois", _("This month")),
        ]
        return named if self.when in dict(named) else [*named, (self.when, self.when)]

    @property
    def choices_of_km(self) -> list[int]:
        """The distances that the form names; the one that is asked is among them."""
        return sorted({*DISTANCES, self.km})

    def choices_of_sort(self, found: SearchResults) -> list[tuple[str, str]]:
        """Return the orders that mean something for what is asked."""
        orders = [("relevance", _("Best match first")), ("date", _("Soonest first"))]
        return [*orders, ("distance", _("Nearest first"))] if found.near else orders

    def chips(self, found: SearchResults) -> list[Chip]:
        """Return what narrows the results, each with the way to take it off."""
        return list(self._chips(found))

    def _chips(self, found: SearchResults) -> Iterator[Chip]:
        if found.window and self.has_dates:
            yield Chip(found.window.label, self.url(when=None, **{"from": None, "to": None}))
        if found.near and self.near:
            label = _("Within %(km)d km of %(place)s") % {"km": self.km, "place": found.near.label}
            yield Chip(label, self.url(near=None, km=None))
        for facet in found.facets:
            for value in facet.values:
                if value.chosen:
                    yield Chip(value.label, self.without(facet.key, value.value))

    def without(self, key: str, value: str) -> str:
        """Return the address without one value of a facet, however it was typed."""
        kept = [one for one in self.data.getlist(key) if slugify(one).casefold() != value.casefold()]
        return self.url(**{key: kept})

    def url(self, **changes: Any) -> str:
        """Return the query string with `changes`: a value, a list of values, or None for none at all.

        The first screen is asked for, unless `page` is among the changes.
        """
        asked = self.data.copy()
        for key, value in {"page": None, **changes}.items():
            if value is None or value == []:
                asked.pop(key, None)
            elif isinstance(value, list):
                asked.setlist(key, value)
            else:
                asked[key] = str(value)
        for key in [key for key, values in asked.lists() if not any(values)]:
            del asked[key]
        return f"?{asked.urlencode()}"


def _number(typed: str, least: int, most: int, *, default: int) -> int:
    """Return the whole number that was typed, brought between two bounds; `default` when it is none."""
    if typed.isascii() and typed.isdigit() and len(typed) <= len(str(most)):
        return min(max(int(typed), least), most)
    return default
