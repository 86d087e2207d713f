"""Which of a document's dates and places answer a question."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from .contract import MOMENT_FACETS
from .distance import kilometres

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .contract import Question

Moment = dict[str, Any]
# After every date, as the documents write them.
LAST = "9999"


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
        # Many dates are in few places.
        self._distances: dict[tuple[float, float], float] = {}

    def alive(self, moments: Iterable[Moment]) -> list[Moment]:
        """Return the mere places and the dates that have not ended."""
        return [moment for moment in moments if moment["end"] is None or moment["end"] > self.now]

    def failing(self, moment: Moment) -> str:
        """Return what `moment` lacks: nothing, the one facet whose value is not wanted, or « more »."""
        if self.window and (
            moment["start"] is None or moment["start"] >= self.window[1] or moment["end"] <= self.window[0]
        ):
            return "more"
        if self.is_far_out and self.distance(moment) > self.within_km:
            return "more"
        failed = [key for key, wanted in self.filters if moment[key] not in wanted]
        return "" if not failed else failed[0] if len(failed) == 1 else "more"

    def matching(self, moments: Iterable[Moment]) -> list[Moment]:
        """Return those of `moments` that have all that is asked, the ended ones left out."""
        return [moment for moment in self.alive(moments) if self.failing(moment) == ""]

    def rank(self, moments: list[Moment]) -> Any:
        """Return what a document is sorted by, smaller first, from its moments that match."""
        if self.sort == "date":
            return min((moment["start"] for moment in moments if moment["start"]), default=LAST)
        if self.sort == "distance" and self.near:
            return min((self.distance(moment) for moment in moments), default=float("inf"))
        return 0

    def distance(self, moment: Moment) -> float:
        """Return how far `moment` is from where it is asked, in kilometres; infinite when unknown."""
        location = moment["location"]
        if location is None or self.near is None:
            return float("inf")
        point = location["lat"], location["lon"]
        if point not in self._distances:
            self._distances[point] = kilometres(self.near, *point)
        return self._distances[point]


def _utc(moment: dt.datetime) -> str:
    """Return an instant as the documents write it: two of them compare as texts."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
