"""The certificate that somebody types for one disk: which way it was erased, and what that is worth.

What a factory reset is worth follows NIST SP 800-88 rev. 1, table A-3: it throws away the keys of a device
that has always been encrypted, which is « purge »; of any other it only clears what the device lets one see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from equipment.errors import Missing
from equipment.evidence.findings import Finding
from equipment.formats import COMPUTERS
from equipment.makers import maker_key
from equipment.models import Component, EvidenceFormat, Machine, ProofKind, Technology
from equipment.services.by_hand import POCKET, one_at_a_time
from equipment.services.proofs import note_by_hand, worth

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.utils.functional import _StrPromise as StrPromise

    from equipment.evidence.reading import RawFile
    from equipment.models import DataProof


ANY = frozenset(Technology.values)
# The disk, and the machine that it is in.
Fits = Callable[[Component, Machine | None], bool]


def _is_in_an_encrypted_device(disk: Component, machine: Machine | None) -> bool:
    """Memory that has never been out of a phone, a tablet or a Mac: a reset throws its keys away."""
    if machine is None or disk.technology != Technology.SSD:
        return False
    device = machine.kind in POCKET or maker_key(machine.maker) == "APPLE"
    return device and not disk.moves.exclude(machine=machine).exists()


def _is_in_a_device(disk: Component, machine: Machine | None) -> bool:
    """« Reset this PC » erases no disk: of a computer, only memory that nobody can take out."""
    is_soldered = disk.technology == Technology.SSD and not disk.serial
    return machine is not None and (machine.kind not in COMPUTERS or is_soldered)


def _starts_from_a_stick(disk: Component, machine: Machine | None) -> bool:
    return machine is None or machine.kind not in POCKET


@dataclass(frozen=True)
class Way:
    """How a disk was erased. `reserve` is why somebody responsible has to accept it, for `reserved_for`."""

    code: str
    label: StrPromise
    help: StrPromise | str = ""
    kind: ProofKind = ProofKind.ERASED
    fits: Fits = _starts_from_a_stick
    reserve: StrPromise | str = ""
    reserved_for: frozenset[str] = frozenset({Technology.SSD})

    @property
    def needs_photo(self) -> bool:
        """Whether a picture shows it: that nothing was erased needs none."""
        return self.kind != ProofKind.FAILED


KEYS, RESET, OVERWRITTEN, SANITIZED, SECURE_ERASE, FAILED = (
    *("keys", "reset", "overwritten", "sanitized", "secure_erase", "failed"),
)
_ROWS = (
    Way(
        KEYS,
        gettext_lazy("Factory reset of an encrypted device"),
        gettext_lazy(
            "iPhone and iPad, Android sold with version 10 or later or that says it is encrypted, Mac with a"
            " T2 or Apple chip. Photo: the welcome screen."
        ),
        fits=_is_in_an_encrypted_device,
    ),
    Way(
        RESET,
        gettext_lazy("Factory reset, encryption unknown"),
        gettext_lazy("Older phone, printer, box. Somebody responsible then accepts it, or has it destroyed."),
        fits=_is_in_a_device,
        reserve=gettext_lazy(
            "Factory reset of a device that may not be encrypted: nothing overwrote its memory."
        ),
        reserved_for=ANY,
    ),
    Way(
        OVERWRITTEN,
        gettext_lazy("Overwritten from end to end, no error"),
        gettext_lazy("ShredOS, nwipe, DBAN. Photo: the last screen."),
    ),
    Way(
        SANITIZED,
        gettext_lazy("Sanitize or crypto-erase by the disk itself, no error"),
        gettext_lazy("nvme sanitize, hdparm --sanitize, the maker’s tool. Photo: its answer."),
    ),
    Way(
        SECURE_ERASE,
        gettext_lazy("Secure Erase or format by the disk itself, no error"),
        reserve=gettext_lazy("Secure Erase of flash memory may leave what the disk has set aside."),
    ),
    Way(
        FAILED,
        pgettext_lazy("result of an erasure", "It failed, or nothing shows that it worked"),
        kind=ProofKind.FAILED,
        fits=lambda _disk, _machine: True,
    ),
)
WAYS: dict[str, Way] = {way.code: way for way in _ROWS}


@dataclass(frozen=True)
class TypedErasure:
    """What somebody says of one disk: which way, who did it, on which day, with what."""

    way: str
    who: str
    on: date
    tool: str = ""


def ways_for(disk: Component, machine: Machine | None) -> list[Way]:
    """Return the ways in which this disk may have been erased; `machine` is the one that it is in."""
    return [way for way in WAYS.values() if way.fits(disk, machine)]


@one_at_a_time()
def note_erased(
    disk: Component,
    machine: Machine | None,
    said: TypedErasure,
    *,
    by: AbstractBaseUser,
    photo: RawFile | None,
) -> DataProof:
    """Write what somebody says of a disk, for what it is worth, with its photo (a cleaned JPEG).

    Raises NotAllowed, WrongState, or Missing with the field that is wanting.
    """
    way = WAYS.get(said.way)
    if way is None or way not in ways_for(disk, machine):
        raise Missing(_("Say how this disk was erased."), field="way")
    if not said.who.strip():
        raise Missing(_("Say who did it."), field="who")
    if said.on > timezone.localdate():
        raise Missing(_("This day is to come. Write the day when it was done."), field="on")
    if photo is None and way.needs_photo:
        raise Missing(_("Add a photo of the screen, or of the report."), field="photo")
    finding = Finding(
        format=EvidenceFormat.PHOTO,
        device=str(disk)[:40],
        status=str(way.label)[:40],
        kind=way.kind,
        tool=said.tool.strip()[:40],
        method=str(way.label)[:80],
        at=_moment(said.on),
        signed_by=said.who.strip()[:120],
    )
    kind, reason = _worth(disk, way, finding)
    return note_by_hand(disk, finding, kind, reason, by=by, photo=photo)


def _worth(disk: Component, way: Way, finding: Finding) -> tuple[ProofKind, str]:
    if way.code == OVERWRITTEN:
        return worth(disk, finding)
    if way.reserve and disk.technology in way.reserved_for:
        return ProofKind.RESERVE, str(way.reserve)
    return way.kind, ""


def _moment(day: date) -> datetime:
    """Return now for today, noon for a day that is past."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))
