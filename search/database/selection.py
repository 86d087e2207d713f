"""Filters, facets and order of the documents that have the words: pure computing, in one pass."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from search.contract import MOMENT_FACETS, Answer, Hit, Question
from search.moments import MomentFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from . import Candidate


def select(question: Question, candidates: Iterable[Candidate]) -> Answer:
    """Answer `question` from `candidates`, the documents that have its words."""
    selection = Selection(question)
    for candidate in candidates:
        selection.consider(*candidate)
    found = sorted(selection.found, key=itemgetter(0, 1, 2))
    hits = [Hit(pk, score=-score) for _rank, score, pk in found[question.start : question.stop]]
    return Answer(total=len(found), hits=hits, facets=selection.counts)


@dataclass
class Selection:
    """What is kept of the candidates: `found` as (rank, -score, key) and `counts` by facet."""

    question: Question
    found: list[tuple[Any, float, int]] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = {key: Counter() for key in self.question.facets}
        filters = self.question.filters
        self._filters = [(key, values) for key, values in filters.items() if key not in MOMENT_FACETS]
        self._facets = [key for key in self.question.facets if key not in MOMENT_FACETS]
        self._moment_facets = [key for key in self.question.facets if key in MOMENT_FACETS]
        self._moments = MomentFilter(self.question)

    def consider(self, pk: int, score: float, facets: Any, moments: Any) -> None:
        """Count one candidate, and keep it if it passes every filter."""
        values: Mapping[str, list[str]] = json.loads(facets) if isinstance(facets, str) else facets
        failed = [key for key, wanted in self._filters if wanted.isdisjoint(values.get(key, ()))]
        # A facet counts what its own filter leaves out, and nothing else.
        if len(failed) > 1:
            return
        kept = self._moments.alive(json.loads(moments) if isinstance(moments, str) else moments)
        passing = [moment for moment in kept if self._moments.failing(moment) == ""]
        if passing or not self._moments.asks:
            for key in failed or self._facets:
                if key in self.counts:
                    self.counts[key].update(values.get(key, ()))
            if not failed:
                self.found.append((self._moments.rank(passing), -score, pk))
        if not failed:
            self._count_moments(kept)

    def _count_moments(self, moments: list[dict[str, Any]]) -> None:
        failing = [(moment, self._moments.failing(moment)) for moment in moments]
        for key in self._moment_facets:
            passing = (moment for moment, failed in failing if failed in ("", key))
            self.counts[key].update({moment[key] for moment in passing if moment[key]})
