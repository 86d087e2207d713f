"""Search from the command line, as the site does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from search.query import SearchQuery, SearchResults, search

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py search "réparer un vélo" --limit 5 --json`."""

    help = "Search the public site and print what is found, best first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the words, how many results, and the form of the answer."""
        parser.add_argument("text", help="Words as people type them.")
        parser.add_argument("--limit", type=int, default=10, help="How many results (10 by default).")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the results."""
        found = search(SearchQuery(text=options["text"], limit=options["limit"]))
        self.stdout.write(_as_json(found) if options["json"] else _as_text(found))


def _as_json(found: SearchResults) -> str:
    answer = {
        "engine": found.engine,
        "total": found.total,
        "results": [
            {"title": one.title, "url": one.url, "type": one.type, "score": one.score}
            for one in found.results
        ],
        "facets": {},
        "suggestion": None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_text(found: SearchResults) -> str:
    lines = [f"{found.total} ({found.engine})"]
    lines += [f"{one.score:8.2f}  {one.label}: {one.title}  {one.url}" for one in found.results]
    return "\n".join(lines)
