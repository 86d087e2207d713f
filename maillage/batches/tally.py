"""What became of the rows of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from maillage.batches.conf import get_conf
from maillage.batches.errors import FileRefused, RowRefused
from maillage.batches.importers import Written


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row is refused: its number (the header is 1), the column or nothing, the sentence."""

    row: int
    column: str
    message: str


@dataclass(slots=True)
class Tally:
    """What became of the rows; in a preview, what would become of them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    # The first problems only; `rejected` counts them all.
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.created + self.updated + self.unchanged + self.rejected

    def line(self) -> str:
        """Return the counts as a command prints them last, for a person and for a script."""
        return (
            f"created={self.created} updated={self.updated} "
            f"unchanged={self.unchanged} rejected={self.rejected}"
        )

    def refuse(self, row: int, refusal: RowRefused | FileRefused) -> None:
        """Count a refused row, and keep its reason while there are not too many."""
        self.rejected += 1
        if len(self.problems) < get_conf()["MOST_PROBLEMS"]:
            self.problems.append(Problem(row, getattr(refusal, "column", ""), refusal.message))

    def add(self, written: Written) -> None:
        """Count some rows that went through `write()`."""
        self.created += len(written.created)
        self.updated += len(written.before)
        self.unchanged += written.unchanged
        for row, refusal in written.refused:
            self.refuse(row, refusal)
