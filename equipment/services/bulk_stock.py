"""Screens, keyboards, cables: counted or weighed. What there is, is the sum of what came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from equipment.errors import Missing, WrongState
from equipment.models import CountedMovement, CountedWhy
from maillage.places.models import Organization

if TYPE_CHECKING:
    from equipment.models import Lot, RecyclingSlip


class Counted(NamedTuple):
    """How many there are, and how heavy."""

    quantity: int = 0
    grams: int = 0


def counted_stock(organization: Organization) -> dict[str, Counted]:
    """Return what the organisation has of each kind that was ever counted."""
    rows = CountedMovement.objects.filter(organization=organization).order_by("kind").values("kind")
    sums = rows.annotate(quantities=Sum("quantity"), weights=Sum("grams"))
    return {row["kind"]: Counted(row["quantities"], row["weights"]) for row in sums}


@transaction.atomic
def count_in(
    organization: Organization, kind: str, *, quantity: int = 0, grams: int = 0, lot: Lot | None = None
) -> CountedMovement:
    """Note what came: how many, or how heavy, both zero or more. Raises Missing when neither is given."""
    return _write(organization, kind, CountedWhy.ARRIVED, quantity, grams, lot=lot)


@transaction.atomic
def count_out(
    organization: Organization,
    kind: str,
    why: CountedWhy,
    *,
    quantity: int = 0,
    grams: int = 0,
    slip: RecyclingSlip | None = None,
) -> CountedMovement:
    """Note what left: given, sold or recycled. Raises WrongState when there is not so much."""
    # The row of the organisation is the lock: two people do not take the last one.
    Organization.objects.select_for_update().get(pk=organization.pk)
    there = counted_stock(organization).get(kind, Counted())
    if quantity > there.quantity or grams > there.grams:
        raise WrongState(
            _("There are only %(quantity)d of them, %(grams)d g. Count them again first.")
            % {"quantity": there.quantity, "grams": there.grams}
        )
    return _write(organization, kind, why, -quantity, -grams, slip=slip)


@transaction.atomic
def count_again(
    organization: Organization, kind: str, *, quantity: int, grams: int = 0
) -> CountedMovement | None:
    """Note what was really found on the shelf; return the difference, None when there is none."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    there = counted_stock(organization).get(kind, Counted())
    more = Counted(quantity - there.quantity, grams - there.grams)
    if more == Counted():
        return None
    return _write(organization, kind, CountedWhy.COUNTED_AGAIN, more.quantity, more.grams)


def _write(
    organization: Organization,
    kind: str,
    why: CountedWhy,
    quantity: int,
    grams: int,
    *,
    lot: Lot | None = None,
    slip: RecyclingSlip | None = None,
) -> CountedMovement:
    if not quantity and not grams:
        raise Missing(_("Say how many there are, or how heavy they are."), field="quantity")
    return CountedMovement.objects.create(
        organization=organization, kind=kind, why=why, quantity=quantity, grams=grams, lot=lot, slip=slip
    )
