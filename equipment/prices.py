"""What a machine costs: the solidarity grid in words."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models.need import Price

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .models import Machine

# The codes of the facet « price » that workshops use too: free for somebody, or paid by everybody.
FREE, PAID = "free", "paid"
# The dearest that anything here is: a comma that was forgotten, rather than a machine.
DEAREST = 100_000
DEAREST_CENTS = DEAREST * 100


def is_a_price(cents: int) -> bool:
    """Tell whether the ledger and the grid take this many cents."""
    return 0 <= cents <= DEAREST_CENTS


def not_a_price() -> str:
    """Return what to say of an amount that is no price, the limit named."""
    return _("A price goes from €0 to %(most)s: look at the comma.") % {"most": in_euros(DEAREST_CENTS)}


class EurosField(forms.DecimalField):
    """An amount typed in euros, given as cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal(0),
            max_value=Decimal(DEAREST),
            decimal_places=2,
            localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages=dict.fromkeys(("min_value", "max_value"), lazy(not_a_price, str)()),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Return the cents; raises ValidationError, which names the limit beyond it."""
        euros = super().clean(value)
        return None if euros is None else int(euros * 100)


def grids_of(machines: Iterable[Machine]) -> dict[tuple[int, str], list[Price]]:
    """Return the prices of each (organisation, kind) of `machines`, dearest first; one query."""
    wanted = {(machine.organization_id, machine.kind) for machine in machines}
    found: dict[tuple[int, str], list[Price]] = defaultdict(list)
    rows = Price.objects.filter(
        organization__in={organization for organization, _kind in wanted},
        kind__in={kind for _organization, kind in wanted},
    )
    for price in rows.order_by("-cents", "pk") if wanted else ():
        found[price.organization_id, price.kind].append(price)
    return found


def grid_of(machine: Machine) -> list[Price]:
    """Return the prices of one machine, dearest first."""
    return grids_of([machine]).get((machine.organization_id, machine.kind), [])


def in_euros(cents: int) -> str:
    """Return a price in words: « 40 € », « 12,50 € », « gratuit »."""
    if not cents:
        return pgettext("price of a machine", "free")
    amount = number_format(cents / 100, decimal_pos=2 if cents % 100 else 0, force_grouping=True)
    return _("€%(amount)s") % {"amount": amount}


def price_range(prices: list[Price]) -> str:
    """Return what a machine costs at most and at least, or that one has to ask."""
    if not prices:
        return _("Price: ask us")
    dearest, cheapest = prices[0].cents, prices[-1].cents
    if dearest == cheapest:
        return in_euros(dearest).capitalize()
    return _("%(dearest)s, or %(cheapest)s according to your situation") % {
        "dearest": in_euros(dearest),
        "cheapest": in_euros(cheapest),
    }


def price_codes(machine: Machine) -> list[str]:
    """Return the values of the facet « price »."""
    prices = grid_of(machine)
    return sorted({PAID if price.cents else FREE for price in prices})
