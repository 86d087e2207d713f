"""What became of each file, or would: inventories first, then the erasures of the disks that they brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from equipment.evidence.errors import EvidenceRefused
from equipment.evidence.recognize import read_erasure
from equipment.services.erasures import import_erasure
from equipment.services.evidence import CREATED, MATCHED, REFUSED, UNCHANGED, leaving_nothing
from equipment.services.inventory import import_inventory

if TYPE_CHECKING:
    from equipment.evidence.reading import RawFile
    from equipment.services.inventory import Importing

    from .waiting import Named


@dataclass(frozen=True)
class Told:
    """One line of the list. `about` is a serial number or a device; `proves` is None for an inventory."""

    name: str
    outcome: str
    tag: str = ""
    about: str = ""
    reason: str = ""
    proves: bool | None = None

    @property
    def is_bad(self) -> bool:
        """Whether somebody must look at it again."""
        return self.outcome == REFUSED or self.proves is False

    @property
    def outcome_label(self) -> str:
        """The outcome in words: of an erasure, what counts is whether it proves something."""
        if self.outcome == REFUSED:
            return _("Refused")
        if self.proves is not None:
            return _("Erasure proved") if self.proves else _("Proves nothing")
        words = {CREATED: _("New machine"), MATCHED: _("Machine completed"), UNCHANGED: _("Nothing changes")}
        return words[self.outcome]


def import_all(files: list[Named], asked: Importing) -> list[Told]:
    """Import the files, each in its own transaction, and return what became of them."""
    ordered = sorted(files, key=lambda named: is_erasure(named[1]))
    return [told for name, file in ordered for told in _import(name, file, asked)]


def preview_all(files: list[Named], asked: Importing) -> list[Told]:
    """Return what importing the files would do, all of them together, and leave nothing."""
    with leaving_nothing([file for _name, file in files]):
        return import_all(files, asked)


def is_erasure(file: RawFile) -> bool:
    """Tell whether the file is a log or a certificate, even one that lacks something."""
    try:
        read_erasure(file)
    except EvidenceRefused as refusal:
        return refusal.code == "incomplete"
    return True


def _import(name: str, file: RawFile, asked: Importing) -> list[Told]:
    if is_erasure(file):
        return [
            Told(
                name,
                one.outcome,
                one.tag,
                one.device,
                one.reason,
                one.proves_erasure and one.outcome != REFUSED,
            )
            for one in import_erasure(file, asked)
        ]
    result = import_inventory(file, asked)
    return [Told(name, result.outcome, result.tag, result.serial, result.reason)]
