"""What is found with the machine open: no disk, a part taken out, a reservation that somebody accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from equipment.errors import EquipmentError
from equipment.models import Component
from equipment.part_querysets import parts_of
from equipment.services.components import detach, parts_in
from equipment.services.proofs import accept_reserve, note_no_storage

from .card_actions import CardAction

if TYPE_CHECKING:
    from collections.abc import Callable


class FindingAction(CardAction):
    """The base: a refusal is shown on the card."""

    def try_to(self, gesture: Callable[[], object], said: str) -> None:
        """Do it and say so, or say why not."""
        try:
            gesture()
        except EquipmentError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, said)

    @property
    def part(self) -> Component:
        """The part that the button names, in this machine today."""
        return get_object_or_404(parts_in(self.machine), pk=self.kwargs["part"])


class NoDiskView(FindingAction):
    """« Ouverte : pas de disque »."""

    def act(self) -> None:
        """Note who looked."""
        said = _("Noted: there is no disk inside.")
        self.try_to(lambda: note_no_storage(self.machine, by=self.request.user), said)  # type: ignore[arg-type]


class TakeOutView(FindingAction):
    """A part goes on the shelf."""

    def act(self) -> None:
        """Move it."""
        part = self.part
        said = _("Taken out: %(part)s.") % {"part": part}
        self.try_to(lambda: detach(part, by=self.request.user), said)  # type: ignore[arg-type]


class AcceptView(FindingAction):
    """Somebody responsible accepts a disk erased with a reservation, in the machine or out of it."""

    def act(self) -> None:
        """Write who."""
        part = get_object_or_404(parts_of([self.machine]), pk=self.kwargs["part"])
        said = _("Accepted: %(part)s.") % {"part": part}
        self.try_to(lambda: accept_reserve(part, by=self.request.user), said)  # type: ignore[arg-type]
