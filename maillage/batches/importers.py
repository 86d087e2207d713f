"""What a plugin says of a kind of file that it imports, and who may: the hook `register_importers`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from wagtail import hooks

from maillage.batches.errors import RowRefused, UnknownImporter
from maillage.batches.models import Batch
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from maillage.places.models import Organization


@dataclass(slots=True)
class Written:
    """What became of some rows, in the order in which they were given to `write()`.

    `created` holds the keys of the new rows; `before` what the updated ones held, by key, so that the
    import can be undone; `refused` the rows that the database itself speaks against.
    """

    created: list[Any] = field(default_factory=list)
    before: dict[Any, dict[str, Any]] = field(default_factory=dict)
    unchanged: int = 0
    refused: list[tuple[int, RowRefused]] = field(default_factory=list)


class Importer(Protocol):
    """A kind of file. `kind` is its name in the database, `label` its name for people."""

    kind: str
    label: str
    # The permission « app.codename » that importing needs.
    permission: str
    required: frozenset[str]
    # Other ways of writing a column's name, in small letters.
    names: Mapping[str, str]
    # An importer whose rows take many queries also has `rows_at_a_time`: a handful is one transaction,
    # and on SQLite nobody else writes meanwhile.

    def parse(self, cells: dict[str, str]) -> Any:
        """Return the record that one row holds, checked as far as one row can be; raises RowRefused.

        It may wait in a file between the look at all rows and the writing: plain values, which pickle.
        """

    def write(
        self, records: Sequence[tuple[int, Any]], *, organization: Organization | None, dry_run: bool
    ) -> Written:
        """Write some `(row number, record)`, in a constant number of queries, in the caller's transaction.

        With `dry_run`, say what would happen and write nothing: the whole file goes through it first.
        """

    def check_undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        """Raise CannotUndo, and why, when `undo()` would; it only reads."""

    def undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        """Take back what `write()` did, in the caller's transaction; raises CannotUndo and why."""


@runtime_checkable
class WholeFileImporter(Importer, Protocol):
    """An importer that also looks at the file as a whole: doubles, totals that its rows add up to.

    One object reads one file: `get_importer()` makes a new one each time.
    """

    def begin(self) -> None:
        """Get ready for the first row."""

    def end(self, *, dry_run: bool) -> None:
        """Finish after the last row, or after a handful was undone, in the same transaction."""


def get_importers() -> dict[str, Importer]:
    """Return the importers of every installed plugin by kind."""
    return {
        importer.kind: importer
        for register in hooks.get_hooks("register_importers")
        for importer in register()
    }


def get_importer(kind: str) -> Importer:
    """Return the importer of this kind; raises UnknownImporter."""
    try:
        return get_importers()[kind]
    except KeyError as error:
        raise UnknownImporter(kind) from error


def importers_for(user: Any) -> dict[str, Importer]:
    """Return by kind the importers whose permission `user` has."""
    return {kind: each for kind, each in get_importers().items() if user.has_perm(each.permission)}


def batches_for(user: Any) -> QuerySet[Batch]:
    """Return the imports that `user` may see: of kinds they may import, for their organisations."""
    rows = Batch.objects.select_related("organization", "created_by")
    return scope_to_user(rows, user).filter(kind__in=importers_for(user))
