"""The rows that a transition leaves beside its entry: a need served, a loan, a hand-over, a slip."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.axes import Custody
from equipment.conf import get_conf
from equipment.errors import NotReversible, WrongState
from equipment.messages.sending import tell_loan, tell_machine_kept
from equipment.models import HandOver, LedgerEntry, Loan, Machine, Need, NeedState, WorkshopRules

if TYPE_CHECKING:
    from collections.abc import Callable

    from equipment.transitions import Transition
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
