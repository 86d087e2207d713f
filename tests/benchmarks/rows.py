"""A row of the table, and how two things are measured in turns."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure beside its baseline. `at_most` and `at_least` bound the ratio ours / baseline."""

    what: str
    ours: float
    baseline: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the baseline."""
        return self.ours / self.baseline

    @property
    def holds(self) -> bool:
        """Whether the ratio is within its goal; a row without a goal always holds."""
        return not (
            (self.at_most is not None and self.ratio > self.at_most)
            or (self.at_least is not None and self.ratio < self.at_least)
        )

    @property
    def ours_text(self) -> str:
        """The figure with its unit."""
        return f"{self.ours:,.2f} {self.unit}"

    @property
    def baseline_text(self) -> str:
        """The baseline with its unit."""
        return f"{self.baseline:,.2f} {self.unit}"

    @property
    def ratio_text(self) -> str:
        """The ratio, as « 12.3 × »."""
        return f"{self.ratio:.2f} ×"

    @property
    def goal_text(self) -> str:
        """What the ratio should be."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g} ×"
        if self.at_least is not None:
            return f"≥ {self.at_least:g} ×"
        return ""


def in_turns(*measures: Callable[[], float], rounds: int) -> list[float]:
    """Run each of `measures` once a round, one after the other, and return their medians."""
    for measure in measures:
        measure()
    samples = [[measure() for measure in measures] for _round in range(rounds)]
    return [statistics.median(column) for column in zip(*samples, strict=True)]
