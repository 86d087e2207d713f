"""How one index differs from what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

NO_INDEX = "no index"


@dataclass
class Drift:
    """What differs in the index `index`; the lists hold keys, as changes are noted.

    `problem` says why it could not be compared: it is not there, or its engine is away.
    """

    index: str
    problem: str = ""
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """All that differs."""
        return [*self.missing, *self.stale, *self.extra]

    @property
    def is_right(self) -> bool:
        """Whether nothing differs."""
        return not self.problem and not self.keys
