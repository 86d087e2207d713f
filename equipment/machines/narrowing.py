"""What the list of machines shows for a search and filters: read by the list, and by « select all »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from equipment.models import Serial
from equipment.workshop.access import machines_of

from .filters import MachineFilterSet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from equipment.models import Machine


def search(machines: QuerySet[Machine], typed: str) -> QuerySet[Machine]:
    """Find by tag, by a maker's number (also one noted on a joined tag), by model; all for nothing typed."""
    if not typed.strip():
        return machines
    code = "".join(typed.split()).upper()
    serials = Serial.objects.filter(value__startswith=code)
    joined = serials.exclude(machine__merged_into=None).values("machine__merged_into")
    numbered = Q(pk__in=serials.values("machine")) | Q(pk__in=joined)
    return machines.filter(numbered | Q(tag__startswith=code) | Q(model__icontains=typed.strip()))


def shown_by(request: HttpRequest) -> QuerySet[Machine]:
    """Return the machines on every screen of the list that `request.GET` narrows; none for a wrong filter."""
    machines = machines_of(request.user).standing()  # type: ignore[attr-defined]
    filters = MachineFilterSet(request.GET, queryset=machines, request=request)
    if not filters.is_valid():
        return machines.none()
    narrowed: QuerySet[Machine] = filters.qs
    return search(narrowed, request.GET.get("q", ""))
