"""`manage.py search "TEXT"`: what the search page would show, in the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.contract import RESULTS_PER_PAGE, Facet, SearchQuery, SearchResults
from search.places import find_origin, place_rows
from search.query import search

if TYPE_CHECKING:
    from search.contract import Point

# Beside the facets, what can be given as a filter: these are fields of the query.
FIELDS = ("when", "sort", "within_km")


class Command(BaseCommand):
    """Prints what anybody would find."""

    help = "Search as visitors do, with the engine of the site."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the words, the filters, a point, the number of results and the form of the answer."""
        parser.add_argument("text", help="What a visitor would type.")
        parser.add_argument(
            "--filter",
            action="append",
            default=[],
            dest="filters",
            metavar="KEY=VALUE",
            help="For example commune=redon, activity=repair, places_left=yes, when=samedi, sort=date.",
        )
        parser.add_argument("--near", default="", metavar="LAT,LON", help="A point or the name of a commune.")
        parser.add_argument("--limit", type=int, default=RESULTS_PER_PAGE)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search and print."""
        fields, filters = read_filters(options["filters"])
        query = SearchQuery(
            text=options["text"],
            filters=filters,
            near=read_point(options["near"]),
            limit=max(options["limit"], 0),
            **fields,
        )
        found = search(query)
        if options["as_json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            self._print(found)

    def _print(self, found: SearchResults) -> None:
        told = {"total": found.total, "engine": found.engine}
        counted = ngettext("%(total)d result (%(engine)s)", "%(total)d results (%(engine)s)", found.total)
        self.stdout.write(counted % told)
        if found.suggestion:
            self.stdout.write(_("Did you mean: %(text)s") % {"text": found.suggestion})
        for result in found.results:
            date = f" — {result.next_date.words}" if result.next_date else ""
            away = f" — {result.distance_km} km" if result.distance_km is not None else ""
            self.stdout.write(f"{result.score:8.3f}  {result.title}{date}{away}\n          {result.url}")
        for facet in found.facets:
            values = ", ".join(f"{value.value} {value.count}" for value in facet.values)
            self.stdout.write(f"{facet.key}: {values}")


def as_json(found: SearchResults) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "engine": found.engine,
        "total": found.total,
        "results": [
            {"title": one.title, "url": one.url, "type": one.type, "score": one.score}
            | ({"next_date": one.next_date.start.isoformat()} if one.next_date else {})
            | ({"distance_km": one.distance_km} if one.distance_km is not None else {})
            for one in found.results
        ],
        "facets": {facet.key: _counts(facet) for facet in found.facets},
        "suggestion": found.suggestion,
    }


def read_filters(typed: list[str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the fields of the query and the filters that « KEY=VALUE » say.

    Raises:
        CommandError: something has no « = », or a distance is no number.
    """
    fields: dict[str, Any] = {}
    filters: dict[str, list[str]] = {}
    for one in typed:
        key, equals, value = one.partition("=")
        if not equals or not key:
            raise CommandError(_("Write a filter as KEY=VALUE, not “%(typed)s”.") % {"typed": one})
        if key in FIELDS:
            fields[key] = _kilometres(value) if key == "within_km" else value
        else:
            filters.setdefault(key, []).append(value)
    if fields.get("sort") not in {None, "relevance", "date", "distance"}:
        raise CommandError(_("Sort by relevance, date or distance."))
    return fields, filters


def read_point(typed: str) -> Point | None:
    """Return the point that was typed, None when nothing was.

    Raises:
        CommandError: it is no point, and no commune that the site knows.
    """
    if not typed:
        return None
    point = find_origin(typed, place_rows())
    if point is None:
        raise CommandError(
            _("Give a latitude and a longitude, for example 47.65,-2.08, not “%(typed)s”.") % {"typed": typed}
        )
    return point


def _kilometres(typed: str) -> float:
    try:
        return float(typed)
    except ValueError:
        raise CommandError(_("Give a distance in kilometres, for example within_km=30.")) from None


def _counts(facet: Facet) -> dict[str, int]:
    return {value.value: value.count for value in facet.values}
