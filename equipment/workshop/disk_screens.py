"""The base of the screens about one disk of a machine, inside or on the shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from equipment.models import ComponentKind, Whereabouts
from equipment.part_querysets import parts_of

from .access import MachineScreen

if TYPE_CHECKING:
    from equipment.models import Component


class DiskScreen(MachineScreen):
    """A screen about the disk that the address names; of another machine, it answers 404."""

    @property
    def disk(self) -> Component:
        """The disk: in this machine today, or on the shelf and last in this one."""
        here = parts_of([self.machine]).filter(where__in=(Whereabouts.IN_MACHINE, Whereabouts.ON_SHELF))
        return get_object_or_404(here, pk=self.kwargs["part"], kind=ComponentKind.STORAGE)

    @property
    def is_loose(self) -> bool:
        """Whether the disk lies on the shelf."""
        return bool(self.disk.where == Whereabouts.ON_SHELF)  # type: ignore[attr-defined]

    @property
    def back(self) -> str:
        """Where what is noted is told: on the card, or on the list of the parts that lie on shelves."""
        return reverse("equipment_admin:parts") if self.is_loose else self.card

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the disk, and the way back."""
        return super().get_context_data(disk=self.disk, back=self.back, **kwargs)
