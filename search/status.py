"""Whether the search shows what the database says: what differs, what waits, how it is mended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from search import documents
from search.changes import note, settle
from search.elasticsearch import configured
from search.elasticsearch.client import EngineAwayError
from search.models import ChangeTarget, IndexChange

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


# The documents themselves, which every engine is made of.
DOCUMENTS = "documents"


@dataclass
class Status:
    """The whole search: each index, how many changes wait, and what the last tries of some said."""

    indices: list[Drift]
    waiting: int
    errors: dict[str, str]

    @property
    def is_right(self) -> bool:
        """Whether the search shows what the database says."""
        return all(drift.is_right for drift in self.indices) and not self.errors


def status() -> Status:
    """Compare the documents with the rows, and each remote index with the database."""
    changes = IndexChange.objects
    failed = changes.exclude(error="").order_by("pk")
    return Status(
        indices=[
            _documents_drift(),
            *(drift for backend in configured() for drift in _engine_drift(backend)),
        ],
        waiting=changes.count(),
        errors=dict(failed.values_list("key", "error")),
    )


def repair(found: Status) -> int:
    """Mend what `found` says, as far as the engines answer; return how many rows were followed.

    What cannot be mended now is noted, and followed by the worker later.
    """
    for drift in found.indices:
        target = ChangeTarget.DOCUMENT if drift.index == DOCUMENTS else ChangeTarget.ENGINE
        note(target, drift.keys)
    done = settle()
    for backend in configured():
        done += _make_missing_indices(backend)
    return done


def _documents_drift() -> Drift:
    return Drift(DOCUMENTS, stale=list(documents.stale_keys()))


def _engine_drift(backend: Any) -> list[Drift]:
    try:
        return list(backend.compare())
    except EngineAwayError as error:
        return [Drift(backend.documents_alias, problem=f"away: {error}")]


def _make_missing_indices(backend: Any) -> int:
    try:
        return int(backend.make_missing_indices())
    except EngineAwayError:
        return 0
