"""Write each thing of the demo once, and find it again whatever editors have made of it since."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ObjectDoesNotExist

from demo.models import DemoMark

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

Row = TypeVar("Row", bound="Model")


class NoLongerThere(ObjectDoesNotExist):
    """An editor deleted something of the demo that the next thing leans on."""


class Ledger:
    """The marks of the database, read in one query, and those that this run adds."""

    def __init__(self) -> None:
        self._marks: dict[str, int | None] = dict(DemoMark.objects.values_list("key", "row_id"))
        self.added: list[str] = []

    @property
    def is_empty(self) -> bool:
        """Whether the demo has never written in this database."""
        return not self._marks

    def __contains__(self, key: str) -> bool:
        return key in self._marks

    def once(self, key: str, make: Callable[[], Model | None]) -> None:
        """Call `make` unless `key` was made before, and keep the key of the row it returns.

        What leans on a row that an editor deleted is left out, and tried again on the next run.
        """
        if key in self:
            return
        try:
            row = make()
        except ObjectDoesNotExist:
            return
        self._marks[key] = row.pk if row is not None else None
        DemoMark.objects.create(key=key, row_id=self._marks[key])
        self.added.append(key)

    def row(self, model: type[Row], key: str) -> Row:
        """Return the row made under `key`; raises NoLongerThere when it was never made, or is gone."""
        found: Row | None = model._default_manager.filter(pk=self._marks.get(key)).first()
        if found is None:
            raise NoLongerThere(key)
        return found

    def keys_of(self, prefix: str) -> dict[str, int]:
        """Return the primary keys of the rows made under « prefix:… », by what follows the colon."""
        start = f"{prefix}:"
        return {
            key.removeprefix(start): pk for key, pk in self._marks.items() if key.startswith(start) and pk
        }
