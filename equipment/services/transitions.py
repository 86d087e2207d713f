"""Move a machine on, as the table says, with the papers it leaves; take the last entry back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conditions import check_conditions
from equipment.conf import get_conf
from equipment.db_triggers.errors import translate_trigger_errors
from equipment.errors import Missing, NotReversible, WrongState
from equipment.messages.sending import tell_loan, tell_machine_kept
from equipment.models import (
    DataProof,
    EntryDetails,
    HandOver,
    LedgerEntry,
    Loan,
    Machine,
    Need,
    NeedState,
    ProofKind,
    WorkshopRules,
)
from equipment.prices import is_a_price, not_a_price
from equipment.services.components import empty, put_back
from equipment.services.ledger import check_role, lock, status_from_proofs, write_details, write_entry
from equipment.states import GONE, Custody, DataStatus, Grade, Situation
from equipment.transitions import TRANSITIONS, Required, ReturnReason, Role, Transition

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.base_user import AbstractBaseUser

    from maillage.places.models import Organization

CONTACT = ("contact_name", "phone", "email")
GUARANTEE_YEARS = 2


def write_papers(machine: Machine, row: Transition, entry: LedgerEntry, given: dict[str, Any]) -> None:
    """Write what goes with the transition, in its transaction; `machine` is locked.

    `given` may hold, beside what the table asks for, `contact_name`, `phone` and `email` of who takes the
    machine when no request says it. Raises WrongState.
    """
    write = _WRITERS.get(row.code)
    if write is not None:
        write(machine, entry, given)


def take_papers_back(machine: Machine, entry: LedgerEntry) -> None:
    """Undo what `write_papers()` did for `entry`; `machine` is locked. Raises NotReversible."""
    if entry.code == "release":
        raise NotReversible(_("Keep it again for the request instead."))
    if entry.code == "recycle":
        entry.recycling_slips.clear()
    need = _need_of(machine, entry)
    Loan.objects.filter(entry=entry).delete()
    HandOver.objects.filter(entry=entry).delete()
    if need is None:
        return
    if entry.from_custody == Custody.RESERVED:
        _set(need, state=NeedState.ALLOCATED, kept_until=_kept_until(machine.organization))
    elif entry.code == "reserve" or need.state == NeedState.SERVED:
        _set(need, state=NeedState.WAITING, machine=None, kept_until=None)


def _need_of(machine: Machine, entry: LedgerEntry) -> Need | None:
    """Return the request that `entry` kept the machine for, or handed it over for; None without one."""
    if entry.code == "reserve":
        return Need.objects.filter(machine=machine, state=NeedState.ALLOCATED).first()
    papers = (Loan.objects.filter(entry=entry), HandOver.objects.filter(entry=entry))
    served = (paper.need for rows in papers for paper in rows.select_related("need"))
    return next(served, None)


def rules_of(organization: Organization) -> WorkshopRules:
    """Return how the organisation works; the defaults where it said nothing."""
    return WorkshopRules.objects.filter(organization=organization).first() or WorkshopRules(
        organization=organization
    )


def _keep(machine: Machine, entry: LedgerEntry, given: dict[str, Any]) -> None:
    need = _waiting(machine, given["need"])
    _set(need, state=NeedState.ALLOCATED, machine=machine, kept_until=_kept_until(machine.organization))
    tell_machine_kept(need)


def _release(machine: Machine, entry: LedgerEntry, given: dict[str, Any]) -> None:
    need = Need.objects.select_for_update().filter(machine=machine, state=NeedState.ALLOCATED).first()
    if need is not None:
        _set(need, state=NeedState.WAITING, machine=None, kept_until=None)


def _lend(machine: Machine, entry: LedgerEntry, given: dict[str, Any]) -> None:
    due_on: date = given["due_on"]
    today = timezone.localdate()
    if due_on < today:
        raise WrongState(_("Give a day to come: it must be brought back after today."))
    need = _serve(machine, given.get("need"))
    loan = Loan.objects.create(
        machine=machine,
        entry=entry,
        need=need,
        lent_on=today,
        due_on=due_on,
        expires_on=due_on + timedelta(days=get_conf()["LATE_BORROWER_KEPT_DAYS"]),
        **_contact(need, given),
    )
    tell_loan(loan)


def _hand_over(machine: Machine, entry: LedgerEntry, given: dict[str, Any]) -> None:
    need = _serve(machine, given.get("need"))
    today = timezone.localdate()
    sold_by_professional = entry.code == "sell" and rules_of(machine.organization).sells_as_professional
    until = _years_after(today, GUARANTEE_YEARS) if sold_by_professional else None
    HandOver.objects.create(
        machine=machine,
        entry=entry,
        need=need,
        on=today,
        guaranteed_until=until,
        expires_on=_forgotten_on(today, until),
        **_contact(need, given),
    )


def _take_back(machine: Machine, entry: LedgerEntry, given: dict[str, Any]) -> None:
    kept = _days_from_today("BORROWER_KEPT_DAYS")
    machine.loans.filter(returned_at=None).update(returned_at=entry.at, expires_on=kept)


def _recycle(machine: Machine, entry: LedgerEntry, given: dict[str, Any]) -> None:
    slip = given["slip"]
    if slip.organization_id != machine.organization_id:
        raise WrongState(_("This slip is another organisation’s. Choose one of yours."))
    slip.entries.add(entry)


def _waiting(machine: Machine, need: Need) -> Need:
    """Return `need`, locked; raises WrongState unless it waits, in the organisation of the machine."""
    need = Need.objects.select_for_update().get(pk=need.pk)
    if need.organization_id != machine.organization_id:
        raise WrongState(_("This request is another organisation’s."))
    if need.state != NeedState.WAITING:
        raise WrongState(
            _("The request %(reference)s does not wait any more.") % {"reference": need.reference}
        )
    return need


def _serve(machine: Machine, need: Need | None) -> Need | None:
    """Note that the machine goes to `need`, when there is one: the one it is kept for, or one that waits."""
    if need is None:
        return None
    found = Need.objects.select_for_update().get(pk=need.pk)
    if found.state != NeedState.ALLOCATED or found.machine_id != machine.pk:
        found = _waiting(machine, need)
    _set(
        found,
        state=NeedState.SERVED,
        machine=machine,
        kept_until=None,
        expires_on=_days_from_today("NEED_KEPT_DAYS"),
    )
    return found


def _contact(need: Need | None, given: dict[str, Any]) -> dict[str, str]:
    return {name: given.get(name) or (getattr(need, name) if need else "") for name in CONTACT}


def _kept_until(organization: Organization) -> date:
    return timezone.localdate() + timedelta(days=rules_of(organization).keeps_for_days)


def _set(need: Need, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(need, name, value)
    need.save(update_fields=list(fields))


def _days_from_today(setting: str) -> date:
    days: int = get_conf()[setting]
    return timezone.localdate() + timedelta(days=days)


def _forgotten_on(handed_over: date, guaranteed_until: date | None) -> date:
    """Return until when the name is kept: what is guaranteed needs it longer than what is given."""
    days = get_conf()
    if guaranteed_until is not None:
        return guaranteed_until + timedelta(days=days["GUARANTEE_KEPT_DAYS"])
    return handed_over + timedelta(days=days["HAND_OVER_KEPT_DAYS"])


def _years_after(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February gives the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


_WRITERS: dict[str, Callable[[Machine, LedgerEntry, dict[str, Any]], None]] = {
    "reserve": _keep,
    "release": _release,
    "lend": _lend,
    "give": _hand_over,
    "sell": _hand_over,
    "take_back": _take_back,
    "recycle": _recycle,
}


def note_replacement(machine: Machine, returned: Machine) -> None:
    """Note that `machine`, locked and about to leave, replaces `returned`. Raises WrongState."""
    came_back = returned.entries.filter(code="take_back").exists()
    if returned.custody in GONE or not came_back or returned.organization_id != machine.organization_id:
        raise WrongState(_("The machine %(tag)s has not come back: it is not replaced.") % {"tag": returned})
    if returned.replaced_by.exclude(pk=machine.pk).exists():
        raise WrongState(_("The machine %(tag)s is already replaced by another one.") % {"tag": returned})
    machine.replaces = returned
    machine.save(update_fields=["replaces", "updated_at"])


UNDO = "undo"
# An exit taken back is a mistake of the day; later, it is a return, and its disks are to be erased again.
UNDO_WITHIN = timedelta(hours=24)
LONGEST_WORDS, LONGEST_NAME = 500, 120
# The transitions that leave papers, which go with them when they are taken back.
PAPERED = frozenset({"reserve", "release", "lend", "give", "sell", "recycle"})


@translate_trigger_errors()
@transaction.atomic
def apply(
    machine: Machine,
    code: str,
    *,
    by: AbstractBaseUser | None,
    series: UUID | None = None,
    **given: Any,
) -> LedgerEntry:
    """Apply the transition `code` and return its entry; `given` is what `Required` names.

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
        return status_from_proofs(machine)
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
    for needed in row.requires:
        value = given.get(needed)
        if value is None or value == "":
            raise Missing(_NEEDED[needed](), field=needed)
        if not _KEPT_AS.get(needed, _as_it_is)(value):
            raise Missing(_BEYOND.get(needed, _NEEDED[needed])(), field=needed)


def codes_given(row: Transition, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the ledger keeps of `given`: only what the transition asks for."""
    kept = {Required.REASON: "reason", Required.SITUATION: "situation", Required.PRICE: "price_cents"}
    return {column: given[needed] for needed, column in kept.items() if needed in row.requires}


@translate_trigger_errors()
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
_KEPT_AS: dict[Required, Callable[[Any], bool]] = {
    Required.REASON: lambda reason: reason in set(ReturnReason),
    Required.SITUATION: lambda situation: situation in Situation.values,
    Required.PRICE: is_a_price,
    Required.WORDS: lambda words: len(words) <= LONGEST_WORDS,
    Required.SIGNED_BY: lambda name: len(name) <= LONGEST_NAME,
}
# What was given, and cannot be kept.
_BEYOND: dict[Required, Callable[[], str]] = {
    Required.PRICE: not_a_price,
    Required.WORDS: lambda: too_long(LONGEST_WORDS),
    Required.SIGNED_BY: lambda: too_long(LONGEST_NAME),
}
_NEEDED: dict[Required, Callable[[], str]] = {
    Required.REASON: lambda: _("Say why it came back."),
    Required.WORDS: lambda: _("Say why, in a few words."),
    Required.SIGNED_BY: lambda: _("Write the name of the person who signs."),
    Required.DUE_ON: lambda: _("Give the day when it must be brought back."),
    Required.SITUATION: lambda: _("Say to whom: choose a situation."),
    Required.PRICE: lambda: _("Give the price, 0 if it is free."),
    Required.REQUEST: lambda: _("Say for which request the machine is kept."),
    Required.SLIP: lambda: _("Choose the recycling slip."),
}

# The usual way through the workshop.
FORWARD = ("diagnose", "wipe", "refurbish", "test", "make_ready")


def steps_ahead(machine: Machine) -> list[Transition]:
    """Return the transitions that lead from where the machine stands to « ready », none when none does."""
    if machine.custody != Custody.OURS:
        return []
    step, found = machine.step, []
    for row in (TRANSITIONS[code] for code in FORWARD):
        if step in row.from_steps:
            found.append(row)
            step = row.to_step or step
    return found


@translate_trigger_errors()
@transaction.atomic
def bring_to_ready(machine: Machine, *, by: AbstractBaseUser, grade: str = "") -> list[LedgerEntry]:
    """Apply every step to « ready », and note the condition when it is given; all of it or nothing.

    Raises what `apply()` raises, whichever step is refused.
    """
    check_role(machine, Role.MEMBER, by)
    machine = lock(machine)
    if grade:
        if grade not in Grade.values:
            raise Missing(_("Say first what condition the machine is in."), field="grade")
        machine.grade = Grade(grade)
        machine.save(update_fields=["grade", "updated_at"])
    return [apply(machine, row.code, by=by) for row in steps_ahead(machine)]
