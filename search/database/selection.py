"""Filters, facets and order of the documents that have the words: pure computing, in one pass."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from search.contract import MOMENT_FACETS, Answer, Hit, Question
from search.distance import kilometres

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from . import Candidate

Moment = dict[str, Any]
LAST = "9999"


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

    def _count_moments(self, moments: list[Moment]) -> None:
        failing = [(moment, self._moments.failing(moment)) for moment in moments]
        for key in self._moment_facets:
            passing = (moment for moment, failed in failing if failed in ("", key))
            self.counts[key].update({moment[key] for moment in passing if moment[key]})


class MomentFilter:
    """What a question asks of one date or place of a document."""

    def __init__(self, question: Question) -> None:
        self.filters = [(key, question.filters[key]) for key in MOMENT_FACETS if key in question.filters]
        self.now = _utc(question.now)
        window = question.window
        self.window = (_utc(window.start), _utc(window.end)) if window else None
        self.near, self.within_km = question.near, question.within_km
        self.is_far_out = self.near is not None and self.within_km is not None
        self.asks = bool(self.filters or self.window or self.is_far_out)
        self.sort = question.sort

    def alive(self, moments: Iterable[Moment]) -> list[Moment]:
        """Return the mere places and the dates that have not ended."""
        return [moment for moment in moments if moment["end"] is None or moment["end"] > self.now]

    def failing(self, moment: Moment) -> str:
        """Return what `moment` lacks: nothing, the one facet whose value is not wanted, or « more »."""
        if self.window and (
            moment["start"] is None or moment["start"] >= self.window[1] or moment["end"] <= self.window[0]
        ):
            return "more"
        if self.is_far_out and self._distance(moment) > self.within_km:
            return "more"
        failed = [key for key, wanted in self.filters if moment[key] not in wanted]
        return "" if not failed else failed[0] if len(failed) == 1 else "more"

    def rank(self, moments: list[Moment]) -> Any:
        """Return what a document is sorted by, smaller first, from its moments that match."""
        if self.sort == "date":
            return min((moment["start"] for moment in moments if moment["start"]), default=LAST)
        if self.sort == "distance" and self.near:
            return min((self._distance(moment) for moment in moments), default=float("inf"))
        return 0

    def _distance(self, moment: Moment) -> float:
        location = moment["location"]
        if location is None or self.near is None:
            return float("inf")
        return kilometres(self.near, location["lat"], location["lon"])


def _utc(moment: dt.datetime) -> str:
    """Return an instant as the documents write it: two of them compare as texts."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
