"""Where the demo may write, and each thing of it written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from wagtail.models import Page

from demo.models import DemoMark
from maillage.places.models import Organization

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model


class DemoRefused(Exception):
    """The database is not one for a demo. `str()` says why, and what to do."""


def check_database(ledger: Ledger) -> None:
    """Raise DemoRefused where fictional dates could be taken for real ones."""
    if not settings.DEBUG:
        raise DemoRefused(
            _(
                "This site is in production: the demo would mix false dates with real ones. "
                "Add --force if it is what you want."
            )
        )
    if ledger.is_empty and is_begun():
        raise DemoRefused(
            _("This database already holds a site that the demo did not make. Add --force to write in it.")
        )


def is_begun() -> bool:
    """Tell whether somebody has begun a site: an organisation, or a page beyond Wagtail's welcome."""
    return Organization.objects.exists() or Page.objects.filter(depth__gt=1).not_exact_type(Page).exists()


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
