"""What equipment counts for the key figures: machines that serve again, net of those that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from equipment.models import LedgerEntry
from equipment.states import Custody, Situation
from maillage.figures.providers import ComputedFigure, FigureProvider

if TYPE_CHECKING:
    from maillage.figures.providers import Scope

# What goes to somebody who uses it.
REDISTRIBUTED = (Custody.LENT, Custody.GIVEN, Custody.SOLD)
PEOPLE = (Situation.PERSON, Situation.SOLIDARITY, Situation.STUDENT)


def provider() -> FigureProvider:
    """Return the provider that the hook registers."""
    return FigureProvider("equipment", _("Equipment"), compute)


def compute(scope: Scope) -> Iterator[ComputedFigure]:
    """Yield the figures of `scope`: machines redistributed, to whom, and the weight that serves again."""
    # A machine belongs to no page of dates.
    if scope.page is not None:
        return
    source = _("Ledger of the machines")
    out = still_out(scope)
    counts = Counter(dict(out.order_by().values_list("situation").annotate(Count("pk"))))
    total = sum(counts.values())
    yield ComputedFigure("redistributed", _("machines redistributed"), total, source=source)
    for situation in Situation:
        if counts[situation]:
            yield ComputedFigure(
                f"redistributed_{situation}",
                _("redistributed: %(situation)s") % {"situation": situation.label},
                counts[situation],
                part_of="redistributed",
                source=source,
                counts_people=situation in PEOPLE,
            )
    grams = out.aggregate(grams=Sum("machine__weight_grams"))["grams"] or 0
    yield ComputedFigure("reused", _("of equipment reused"), round(grams / 1000), unit="kg", source=source)


def still_out(scope: Scope) -> QuerySet[LedgerEntry]:
    """Return the entries by which machines went to somebody in the period and have not come back since.

    Whatever took the machine back, a return or « annuler », whenever it happened.
    """
    later = LedgerEntry.objects.filter(machine=OuterRef("machine"), sequence__gt=OuterRef("sequence"))
    back = later.filter(to_custody__in=(Custody.OURS, Custody.RESERVED, Custody.RECYCLED))
    entries = LedgerEntry.objects.filter(
        ~Q(from_custody__in=REDISTRIBUTED),
        to_custody__in=REDISTRIBUTED,
        at__date__gte=scope.start,
        at__date__lte=scope.end,
        reversed_by=None,
    ).alias(came_back=Subquery(back.values("pk")[:1]))
    entries = entries.filter(came_back=None, machine__merged_into=None)
    if scope.organization is not None:
        entries = entries.filter(machine__organization=scope.organization)
    if scope.place is not None:
        entries = entries.filter(machine__shelf__place=scope.place)
    return entries
