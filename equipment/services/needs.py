"""Requests for machines: asked, given a machine, released, withdrawn, lapsed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from equipment.errors import EquipmentError, WrongState
from equipment.messages.sending import tell_need_received, tell_no_longer_kept
from equipment.models import Machine, Need, NeedState
from equipment.services.ledger import lock
from equipment.services.transitions import apply

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from maillage.places.models import Organization


OPEN = (NeedState.WAITING, NeedState.ALLOCATED)
BATCH = 200


@transaction.atomic
def ask(organization: Organization, *, machine: Machine | None = None, **fields: Any) -> Need:
    """Write a request, and keep `machine` for it when one is named; the person is told.

    `fields` are its columns. Raises WrongState when somebody was quicker, and then writes nothing.
    """
    today = timezone.localdate()
    fields.setdefault("expires_on", today + timedelta(days=get_conf()["NEED_KEPT_DAYS"]))
    if machine is not None:
        fields["wanted"] = machine.kind
    need = Need.objects.create(organization=organization, **fields)
    if machine is None:
        tell_need_received(need)
        return need
    return reserve(machine, need)


def reserve(machine: Machine, need: Need) -> Need:
    """Keep `machine` for `need`, at the request of the person: of any number at once, one gets it.

    Raises WrongState or NotProved.
    """
    return allocate(need, machine, by=None)


@transaction.atomic
def allocate(need: Need, machine: Machine, *, by: AbstractBaseUser | None) -> Need:
    """Keep `machine` for `need`; `by` is who decided, None for the site itself. Raises as `apply()`."""
    apply(machine, "reserve", by=by, need=need)
    need.refresh_from_db()
    return need


@transaction.atomic
def release(need: Need, *, by: AbstractBaseUser | None) -> Need:
    """Give the machine back to the stock; the request waits again. Raises as `apply()`."""
    machine = _kept_machine(need)
    if machine is None:
        raise WrongState(_("No machine is kept for this request any more. Look at it again."))
    apply(machine, "release", by=by)
    need.refresh_from_db()
    return need


def withdraw(need: Need) -> Need:
    """End a request because the person asks for it; a machine that was kept goes back to the stock.

    Raises WrongState when it is over already.
    """
    return _end(need, NeedState.WITHDRAWN, by=None)


def decline(need: Need, *, by: AbstractBaseUser | None) -> Need:
    """End a request that the organisation cannot serve. Raises WrongState when it is over already."""
    return _end(need, NeedState.DECLINED, by=by)


def lapse_overdue(today: date) -> int:
    """End the requests whose machine nobody came for by the day before `today`; return how many.

    Each in its own transaction: one that cannot be ended does not hold the others back.
    """
    overdue = Need.objects.filter(state=NeedState.ALLOCATED, kept_until__lt=today).order_by("kept_until")
    return sum(_lapse(need, today) for need in overdue[:BATCH])


def _lapse(need: Need, today: date) -> bool:
    try:
        with transaction.atomic():
            machine = _kept_machine(need)
            need.refresh_from_db()
            if machine is None or need.kept_until is None or need.kept_until >= today:
                return False
            _end_kept(need, machine, NeedState.LAPSED, by=None)
            tell_no_longer_kept(need)
    except EquipmentError:
        return False
    return True


@transaction.atomic
def _end(need: Need, state: NeedState, *, by: AbstractBaseUser | None) -> Need:
    machine = _kept_machine(need)
    need = Need.objects.select_for_update().get(pk=need.pk)
    if need.state not in OPEN:
        raise WrongState(_("This request is over already."))
    if machine is not None:
        return _end_kept(need, machine, state, by=by)
    return _close(need, state)


def _end_kept(need: Need, machine: Machine, state: NeedState, *, by: AbstractBaseUser | None) -> Need:
    apply(machine, "release", by=by)
    need.refresh_from_db()
    return _close(need, state)


def _close(need: Need, state: NeedState) -> Need:
    need.state = state
    need.expires_on = timezone.localdate() + timedelta(days=get_conf()["NEED_KEPT_DAYS"])
    need.save(update_fields=["state", "expires_on"])
    return need


def _kept_machine(need: Need) -> Machine | None:
    """Return the machine that is kept for `need`, locked: always the machine before its request."""
    kept = Need.objects.filter(pk=need.pk, state=NeedState.ALLOCATED).select_related("machine").first()
    if kept is None or kept.machine is None:
        return None
    machine = lock(kept.machine)
    still = Need.objects.filter(pk=need.pk, state=NeedState.ALLOCATED, machine=machine).exists()
    return machine if still else None
