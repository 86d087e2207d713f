"""Filters, facets and order of the documents that have the words: pure computing, in one pass."""

from __future__ import annotations

import json
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from search.contract import MOMENT_FACETS, Answer, Hit, Question
from search.when import MomentFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.database import Candidate


# Some twenty megabytes at most, in each process: reading JSON is what takes the longest here.
MOST_PARSED = 8_000


def select(question: Question, candidates: Iterable[Candidate]) -> Answer:
    """Answer `question` from `candidates`, the documents that have its words."""
    selection = Selection(question)
    for candidate in candidates:
        selection.consider(*candidate)
    selection.count_facets()
    found = sorted(selection.found, key=itemgetter(0, 1, 2))
    hits = [Hit(pk, score=-score) for _rank, score, pk in found[question.start : question.stop]]
    return Answer(total=len(found), hits=hits, facets=selection.counts)


class Selection:
    """What is kept of the candidates: `found` as (rank, -score, key) and `counts` by facet."""

    def __init__(self, question: Question) -> None:
        self.found: list[tuple[Any, float, int]] = []
        self.counts: dict[str, dict[str, int]] = {key: {} for key in question.facets}
        filters = question.filters
        self._alike: dict[tuple[str, ...], int] = {}
        self._filters = [(key, values) for key, values in filters.items() if key not in MOMENT_FACETS]
        self._facets = [key for key in question.facets if key not in MOMENT_FACETS]
        self._moment_facets = [key for key in question.facets if key in MOMENT_FACETS]
        self._moments = MomentFilter(question)

    def consider(self, pk: int, score: float, facets: str, moments: str) -> None:
        """Count one candidate, and keep it if it passes every filter."""
        values = _parsed(facets)
        failed = [key for key, wanted in self._filters if wanted.isdisjoint(values.get(key, ()))]
        # A facet counts what its own filter leaves out, and nothing else.
        if len(failed) > 1:
            return
        alive = self._moments.alive(_parsed(moments))
        lacking = (
            [self._moments.failing(moment) for moment in alive] if self._moments.asks else [""] * len(alive)
        )
        passing = [moment for moment, lacks in zip(alive, lacking, strict=True) if not lacks]
        if passing or not self._moments.asks:
            # Many documents have the same facets: they are counted together at the end.
            alike = facets, *failed
            self._alike[alike] = self._alike.get(alike, 0) + 1
            if not failed:
                self.found.append((self._moments.rank(passing), -score, pk))
        if not failed:
            self._count_moments(alive, lacking)

    def _count_moments(self, moments: Sequence[Mapping[str, Any]], lacking: Sequence[str]) -> None:
        for key in self._moment_facets:
            values = {
                moment[key]
                for moment, lacks in zip(moments, lacking, strict=True)
                if not lacks or lacks == key
            }
            values.discard(None)
            counts = self.counts[key]
            for value in values:
                counts[value] = counts.get(value, 0) + 1

    def count_facets(self) -> None:
        """Count the facets of the documents considered, once all of them have been."""
        for (facets, *failed), number in self._alike.items():
            values = _parsed(facets)
            for key in failed or self._facets:
                counts = self.counts.get(key, {})
                for value in values.get(key, ()):
                    counts[value] = counts.get(value, 0) + number


@lru_cache(maxsize=MOST_PARSED)
def _parsed(text: str) -> Any:
    """Return a document's facets or moments, which are never changed: read again only when they differ."""
    return json.loads(text)
