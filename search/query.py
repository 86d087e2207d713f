"""The one way to search: `search(SearchQuery(text="réparer un vélo"))`."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import engines
from .results import SearchResult, readable
from .sources import searched_querysets
from .words import clean_text, words_of

RESULTS_PER_PAGE = 20
# Nobody reads further; an engine would rank everything again for each page.
MOST_RESULTS = 200


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for. `text` is taken as it was typed; `limit` and `offset` cut a slice."""

    text: str
    limit: int = RESULTS_PER_PAGE
    offset: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for; none when nothing was typed but signs."""
        return words_of(clean_text(self.text))


@dataclass(frozen=True)
class SearchResults:
    """A slice of what was found, best first. `total` counts all, `every_word` says how."""

    engine: str
    total: int
    results: list[SearchResult] = field(default_factory=list)
    # False: no row had every word, so these have one of them at least.
    every_word: bool = True


def search(query: SearchQuery) -> SearchResults:
    """Return what anybody may read that matches `query`; at most MOST_RESULTS, never an error.

    Every word must be there; when nothing has them all, any of them will do.
    """
    words = query.words
    start = min(max(query.offset, 0), MOST_RESULTS)
    stop = min(start + max(query.limit, 0), MOST_RESULTS)
    asked = {"start": start, "stop": stop}
    engine, hits = engines.find(searched_querysets(), words, operator="and", **asked)
    every_word = True
    if hits.total == 0 and len(words) > 1:
        every_word = False
        engine, hits = engines.find(searched_querysets(), words, operator="or", **asked)
    return SearchResults(engine=engine, total=hits.total, results=readable(hits.items), every_word=every_word)
