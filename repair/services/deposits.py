"""An object that stays: whose it is and until when, collected at last or given up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from maillage.bookings.services.seats import lock_sessions
from maillage.places.items import GivenUpItem, item_destinations
from repair.categories import Category
from repair.conf import get_conf
from repair.deposit_reminders import plan_reminder
from repair.errors import DepositNotLate, DepositOver, NoSuchDestination
from repair.models import DepositSlip, IntakeSheet, OwnWay, RepairRecord
from repair.services import queue

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.base_user import AbstractBaseUser

    from maillage.places.items import ReceivedItem


@transaction.atomic
def leave_object(
    sheet: IntakeSheet, *, name: str, collect_before: date, phone: str = "", email: str = ""
) -> DepositSlip:
    """Keep the object of `sheet` for its owner until `collect_before`, and return its slip.

    A slip that is there already is corrected. The owner is reminded before the day, and their name is
    forgotten some time after it. `phone` is in the form E.164; a phone or an e-mail address is needed.
    Raises DepositOver when the object has left, CannotChange when it cannot stay now.
    """
    lock_sessions([sheet.session_id])
    slip = DepositSlip.objects.filter(sheet=sheet).first() or DepositSlip(
        sheet=sheet, left_on=timezone.localdate()
    )
    if not slip.is_waiting or slip.anonymized_at is not None:
        raise DepositOver
    slip.name, slip.phone, slip.email = name, phone, email
    slip.collect_before = collect_before
    slip.expires_on = collect_before + timedelta(days=get_conf()["OWNER_KEPT_DAYS"])
    slip.save()
    queue.finish(sheet, stays=True)
    plan_reminder(slip)
    return slip


@transaction.atomic
def collect(slip: DepositSlip) -> DepositSlip:
    """Note that the owner took the object back; a second tap finds it done. Raises DepositOver."""
    fresh = _locked(slip)
    if fresh.collected_at is not None:
        return fresh
    if not fresh.is_waiting:
        raise DepositOver
    fresh.collected_at = timezone.now()
    _forget_soon(fresh)
    fresh.save()
    queue.hand_back(fresh.sheet)
    return fresh


@transaction.atomic
def give_up(
    slip: DepositSlip, *, way: str, user: AbstractBaseUser | None = None, owner_agrees: bool = False
) -> DepositSlip:
    """Send an object that nobody takes back on its way, and return its slip.

    `way` is the key of a destination that a plugin offers, or a value of `OwnWay`. Raises DepositNotLate
    before the day unless the owner agrees, DepositOver, NoSuchDestination, and the ValidationError of the
    destination, in which case nothing is changed.
    """
    fresh = _locked(slip)
    if not fresh.is_waiting:
        raise DepositOver
    if not (fresh.is_late or owner_agrees):
        raise DepositNotLate
    if way in OwnWay.values:
        fresh.destination = way
    else:
        received = _send_to(way, fresh, user)
        fresh.destination_reference, fresh.destination_url = received.label[:60], received.url[:200]
    fresh.abandoned_at = timezone.now()
    _forget_soon(fresh)
    fresh.save()
    return fresh


def ways_out() -> list[tuple[str, str]]:
    """Return where an object may go, keys with words: the plugins' destinations, then the café's own."""
    offered = [(each.key, each.label) for each in item_destinations()]
    return [*offered, *((way.value, str(way.label)) for way in OwnWay)]


def _send_to(key: str, slip: DepositSlip, user: AbstractBaseUser | None) -> ReceivedItem:
    destination = next((each for each in item_destinations() if each.key == key), None)
    if destination is None:
        raise NoSuchDestination
    slip.destination = destination.label[:60]
    return destination.receive(_given_up(slip.sheet), user)


def _given_up(sheet: IntakeSheet) -> GivenUpItem:
    """Return what is told of the object: nothing of its owner."""
    record = RepairRecord.objects.filter(sheet=sheet).first()
    category = record.category if record else sheet.category
    return GivenUpItem(
        organization_id=sheet.session.organization_id,
        place_id=sheet.session.place_id,
        kind=str(Category(category).label) if category else sheet.item,
        brand=record.brand if record else "",
        model=record.model if record else "",
        reference=f"repair-{sheet.public_id}",
        # Nobody knows: it is then handled as if it did.
        may_hold_data=Category(category).may_hold_data if category else True,
    )


def _forget_soon(slip: DepositSlip) -> None:
    """Bring the end of the owner's name nearer: the object has left."""
    soon = timezone.localdate() + timedelta(days=get_conf()["OWNER_KEPT_DAYS"])
    slip.expires_on = min(slip.expires_on, soon)


def _locked(slip: DepositSlip) -> DepositSlip:
    """Lock the date of a slip, then read the slip as it is now."""
    session_id = IntakeSheet.objects.values_list("session", flat=True).get(pk=slip.sheet_id)
    lock_sessions([session_id])
    return DepositSlip.objects.select_related("sheet__session").get(pk=slip.pk)
