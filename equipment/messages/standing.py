"""What a message is about, when it leaves: the row of its keys, if what they say is still true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment.models import Donation, DonationState, Loan, Need, NeedState

if TYPE_CHECKING:
    from collections.abc import Mapping


def standing_need(params: Mapping[str, Any], state: NeedState) -> Need | None:
    """Return the request `params["need"]` while it is in `state` and nobody forgot who asked."""
    rows = Need.objects.select_related("organization", "machine__shelf__place")
    return rows.filter(pk=params["need"], state=state, anonymized_at=None).first()


def kept_need(params: Mapping[str, Any]) -> Need | None:
    """Return the request while this machine is kept for it until this day."""
    need = standing_need(params, NeedState.ALLOCATED)
    if need is None or need.machine is None or need.kept_until is None:
        return None
    is_so = (need.machine_id, need.kept_until.isoformat()) == (params["machine"], params["until"])
    return need if is_so else None


def open_loan(params: Mapping[str, Any]) -> Loan | None:
    """Return the loan `params["loan"]` while the machine is out and is to come back on this day."""
    rows = Loan.objects.select_related("machine__organization")
    loan = rows.filter(pk=params["loan"], anonymized_at=None, returned_at=None).first()
    return loan if loan and loan.due_on.isoformat() == params["due"] else None


def standing_donation(params: Mapping[str, Any], state: DonationState) -> Donation | None:
    """Return the donation `params["donation"]` while it is in `state` and nobody forgot who gives."""
    rows = Donation.objects.select_related("organization", "place")
    return rows.filter(pk=params["donation"], state=state, anonymized_at=None).first()
