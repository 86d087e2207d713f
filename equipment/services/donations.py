"""Donations: announced, agreed, received as lots, declined, withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from equipment.errors import Missing, NotAllowed, WrongState
from equipment.messages.sending import tell_donation_agreed, tell_donation_received
from equipment.models import Donation, DonationState, DonationWay, Lot, WorkshopRules
from equipment.services.arrivals import receive_lot
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from maillage.places.models import Organization


COMING = (DonationState.ANNOUNCED, DonationState.AGREED)
MAY_RECEIVE = "equipment.change_donation"


@transaction.atomic
def announce(organization: Organization, **fields: Any) -> Donation:
    """Write what somebody wants to give; the donor is told. An address is kept only to fetch it.

    `fields` are the columns of the donation.
    """
    fields.setdefault("expires_on", _kept_from(timezone.localdate()))
    if fields.get("way", DonationWay.BROUGHT) != DonationWay.FETCHED:
        fields["street"] = ""
    donation = Donation.objects.create(organization=organization, **fields)
    tell_donation_received(donation)
    return donation


@transaction.atomic
def agree(donation: Donation, at: datetime, *, by: AbstractBaseUser | None) -> Donation:
    """Agree on the day and time `at` (aware); the donor is told. Raises NotAllowed or WrongState."""
    donation = _locked(donation, by)
    if at <= timezone.now():
        raise WrongState(_("Choose a day and a time to come."))
    donation.state, donation.appointment_at = DonationState.AGREED, at
    donation.expires_on = max(donation.expires_on, _kept_from(timezone.localdate(at)))
    donation.save(update_fields=["state", "appointment_at", "expires_on"])
    tell_donation_agreed(donation)
    return donation


@transaction.atomic
def receive_donation(
    donation: Donation,
    *,
    machines: int,
    label: str,
    by: AbstractBaseUser | None,
    **fields: Any,
) -> Lot:
    """Note that the donation is here: a lot, with a tag for each of `machines` (0 to 200).

    `fields` are the columns of the machines. Raises NotAllowed, WrongState, Missing.
    """
    donation = _locked(donation, by)
    if not label.strip():
        raise Missing(_("Say in a few words what arrived."), field="label")
    now = timezone.now()
    lot = Lot.objects.create(organization=donation.organization, donation=donation, label=label)
    if machines:
        receive_lot(lot, machines, by=by, **fields)
    donation.state, donation.received_at = DonationState.RECEIVED, now
    donation.expires_on = _kept_from(timezone.localdate(now))
    donation.save(update_fields=["state", "received_at", "expires_on"])
    return lot


def withdraw_donation(donation: Donation) -> Donation:
    """End a donation because the donor asks for it. Raises WrongState when it is here already."""
    return _end(donation, DonationState.WITHDRAWN, None)


def decline_donation(donation: Donation, *, by: AbstractBaseUser | None) -> Donation:
    """End a donation that the organisation cannot take. Raises NotAllowed or WrongState."""
    return _end(donation, DonationState.DECLINED, by)


def check_tax_receipt(donation: Donation) -> None:
    """Raise NotAllowed unless the organisation may issue receipts, and WrongState before reception."""
    rules = WorkshopRules.objects.filter(organization=donation.organization).first()
    if rules is None or not rules.issues_tax_receipts:
        raise NotAllowed(
            _(
                "This organisation is not entitled to issue tax receipts. Only the network’s team can say"
                " that it is: issuing one without the right is fined."
            )
        )
    if donation.state != DonationState.RECEIVED:
        raise WrongState(_("Receive the donation first: a receipt says what was given."))


@transaction.atomic
def _end(donation: Donation, state: DonationState, by: AbstractBaseUser | None) -> Donation:
    donation = _locked(donation, by)
    donation.state, donation.street = state, ""
    donation.expires_on = _kept_from(timezone.localdate())
    donation.save(update_fields=["state", "street", "expires_on"])
    return donation


def _locked(donation: Donation, by: AbstractBaseUser | None) -> Donation:
    """Return the donation, locked, on its way; `by` None is the donor or the site itself."""
    rows = Donation.objects.filter(pk=donation.pk)
    if by is not None and not (by.has_perm(MAY_RECEIVE) and scope_to_user(rows, by).exists()):  # type: ignore[attr-defined]
        raise NotAllowed(_("Only the people in charge of this workshop can do this."))
    found = rows.select_for_update().get()
    if found.state not in COMING:
        raise WrongState(_("This donation is here already, or it is over."))
    return found


def _kept_from(day: Any) -> Any:
    return day + timedelta(days=get_conf()["DONOR_KEPT_DAYS"])
