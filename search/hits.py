"""What an engine finds, before it is made readable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hit:
    """A row that matches. A higher score is a better match; scores compare within one search only."""

    model: Any
    pk: Any
    score: float


@dataclass(frozen=True)
class Hits:
    """One slice of the hits, best first, and how many there are in all."""

    total: int
    items: list[Hit]


NOTHING = Hits(total=0, items=[])
