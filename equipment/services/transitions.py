"""Move a machine on, as the table says; take the last entry back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.axes import GONE, DataStatus, Situation
from equipment.conditions import check_conditions
from equipment.errors import Missing, NotReversible, WrongState
from equipment.guards.refusals import told_in_words
from equipment.models import DataProof, EntryDetails, LedgerEntry, Machine, ProofKind
from equipment.prices import is_a_price, not_a_price
from equipment.transitions import TRANSITIONS, Needed, ReturnReason, Role, Transition

from .components import empty, put_back
from .entries import lock, write_details, write_entry
from .papers import take_papers_back, write_papers
from .projection import told_by_proofs
from .replacements import note_replacement
from .rights import check_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.base_user import AbstractBaseUser

UNDO = "undo"
# An exit taken back is a mistake of the day; later, it is a return, and its disks are to be erased again.
UNDO_WITHIN = timedelta(hours=24)
LONGEST_WORDS, LONGEST_NAME = 500, 120
# The transitions that leave papers, which go with them when they are taken back.
PAPERED = frozenset({"reserve", "release", "lend", "give", "sell", "recycle"})


@told_in_words()
@transaction.atomic
def apply(
    machine: Machine,
    code: str,
    *,
    by: AbstractBaseUser | None,
    series: UUID | None = None,
    **given: Any,
) -> LedgerEntry:
    """Apply the transition `code` and return its entry; `given` is what `Needed` names.

    An exit may also be given `replaces`, the machine that came back and that this one stands for.

    `by` None is the site itself (a reservation by the public, a delay that ends): the caller answers for it.
    Raises NotAllowed, WrongState, Missing or NotProved; then nothing is written.
    """
    row = TRANSITIONS[code]
    check_role(machine, row.role, by)
    machine = lock(machine)
    check_state(machine, row)
    check_given(row, given)
    check_conditions(machine, row.conditions, given)
    details = write_details(by, words=given.get("words", ""), signed_by=given.get("signed_by", ""))
    now = timezone.now()
    data = _done_to_disks(machine, row, now, details)
    if row.is_exit and given.get("replaces"):
        note_replacement(machine, given["replaces"])
    entry = write_entry(
        machine,
        code,
        step=row.to_step,
        custody=row.to_custody,
        data=data,
        at=now,
        details=details,
        series=series,
        **codes_given(row, given),
    )
    write_papers(machine, row, entry, given)
    return entry


def _done_to_disks(
    machine: Machine, row: Transition, now: datetime, details: EntryDetails | None
) -> DataStatus | None:
    """Write what the transition means for the disks; return what the machine then holds, None as before."""
    if row.code == "take_back":
        return DataStatus.TO_ERASE
    if row.code == "dismantle":
        empty(machine, at=now, details=details)
        return told_by_proofs(machine)
    if row.code == "send_back":
        DataProof.objects.create(
            machine=machine, kind=ProofKind.EXEMPT, proves=False, at=now, details=details
        )
    return None


def check_state(machine: Machine, row: Transition) -> None:
    """Raise WrongState when the machine, locked, is not where the transition starts."""
    if machine.merged_into_id:
        raise WrongState(_("This tag leads to another machine: open that one."))
    if not row.starts_from(machine.step, machine.custody):
        raise WrongState(
            _("“%(what)s” cannot be done: the machine is at “%(step)s”, “%(custody)s”. Look at it again.")
            % {
                "what": row.label,
                "step": machine.get_step_display(),
                "custody": machine.get_custody_display(),
            }
        )


def check_given(row: Transition, given: dict[str, Any]) -> None:
    """Raise Missing for the first thing that the transition needs and was not given, or not as it is kept."""
    for needed in row.needs:
        value = given.get(needed)
        if value is None or value == "":
            raise Missing(_NEEDED[needed](), field=needed)
        if not _KEPT_AS.get(needed, _as_it_is)(value):
            raise Missing(_BEYOND.get(needed, _NEEDED[needed])(), field=needed)


def codes_given(row: Transition, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the ledger keeps of `given`: only what the transition asks for."""
    kept = {Needed.REASON: "reason", Needed.SITUATION: "situation", Needed.PRICE: "price_cents"}
    return {column: given[needed] for needed, column in kept.items() if needed in row.needs}


@told_in_words()
@transaction.atomic
def undo(entry: LedgerEntry, *, by: AbstractBaseUser | None, series: UUID | None = None) -> LedgerEntry:
    """Write the entry that takes `entry` back: the machine is where it was.

    Only the last entry of a machine, once, and an exit within a day. Raises NotReversible or NotAllowed.
    """
    check_role(entry.machine, Role.RESPONSIBLE if entry.to_custody in GONE else Role.MEMBER, by)
    machine = lock(entry.machine)
    problem = why_not_undone(machine, entry)
    if problem:
        raise NotReversible(problem)
    details = write_details(by)
    if entry.code == "dismantle":
        put_back(machine, taken_at=entry.at, details=details)
    if entry.to_custody in GONE and machine.replaces_id:
        machine.replaces = None
        machine.save(update_fields=["replaces", "updated_at"])
    if entry.code in PAPERED:
        take_papers_back(machine, entry)
    return write_entry(
        machine,
        UNDO,
        step=entry.from_step,
        custody=entry.from_custody,
        data=entry.from_data,
        details=details,
        series=series,
        reverses=entry,
    )


def why_not_undone(machine: Machine, entry: LedgerEntry) -> str:
    """Return why `entry` cannot be taken back, in a sentence; nothing when it can."""
    if entry.sequence != machine.sequence:
        return _("The machine has moved on since: take back its last change first.")
    if entry.code not in TRANSITIONS:
        return _("This change cannot be taken back.")
    if entry.code == "take_back":
        return _("A return stays a return: its disks are to be erased again.")
    if entry.to_custody in GONE and entry.at < timezone.now() - UNDO_WITHIN:
        return _("It left more than a day ago: note that it came back.")
    return ""


def too_long(most: int) -> str:
    """Return what to say of words that have more signs than are kept."""
    return _("This text is too long: %(most)d signs at most.") % {"most": most}


def _as_it_is(value: Any) -> bool:
    return True


# The ledger is kept for ever: it takes codes and amounts, and never somebody's words.
_KEPT_AS: dict[Needed, Callable[[Any], bool]] = {
    Needed.REASON: lambda reason: reason in set(ReturnReason),
    Needed.SITUATION: lambda situation: situation in Situation.values,
    Needed.PRICE: is_a_price,
    Needed.WORDS: lambda words: len(words) <= LONGEST_WORDS,
    Needed.SIGNED_BY: lambda name: len(name) <= LONGEST_NAME,
}
# What was given, and cannot be kept.
_BEYOND: dict[Needed, Callable[[], str]] = {
    Needed.PRICE: not_a_price,
    Needed.WORDS: lambda: too_long(LONGEST_WORDS),
    Needed.SIGNED_BY: lambda: too_long(LONGEST_NAME),
}
_NEEDED: dict[Needed, Callable[[], str]] = {
    Needed.REASON: lambda: _("Say why it came back."),
    Needed.WORDS: lambda: _("Say why, in a few words."),
    Needed.SIGNED_BY: lambda: _("Write the name of the person who signs."),
    Needed.DUE_ON: lambda: _("Give the day when it must be brought back."),
    Needed.SITUATION: lambda: _("Say to whom: choose a situation."),
    Needed.PRICE: lambda: _("Give the price, 0 if it is free."),
    Needed.NEED: lambda: _("Say for which request the machine is kept."),
    Needed.SLIP: lambda: _("Choose the recycling slip."),
}
