"""What the label of a disk opens: what it is, where it came from, what is proved, what can be noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404

from equipment.models import ComponentKind, ProofKind, Whereabouts
from equipment.part_querysets import parts_of
from equipment.services.mistakes import may_be_a_mistake
from equipment.transitions import Role

from .access import MAY_WORK, WorkshopScreen, machines_of

if TYPE_CHECKING:
    from django.http import HttpRequest


class PartView(WorkshopScreen):
    """A part that is, or was last, in a machine of the user's organisations; another one answers 404."""

    template_name = "equipment/workshop/part.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the part."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and request.user.has_perm(MAY_WORK):
            self.part = get_object_or_404(parts_of(machines_of(request.user)), pk=kwargs["part"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where it has been and what was found about it."""
        part = self.part
        proof = part.proofs.order_by("-pk").first()
        here = {
            # The address gives the number of the part under the same name.
            "part": part,
            "is_disk": part.kind == ComponentKind.STORAGE,
            "tag": part.last_tag,  # type: ignore[attr-defined]
            "is_inside": part.where == Whereabouts.IN_MACHINE,  # type: ignore[attr-defined]
            "is_here": part.where in {Whereabouts.IN_MACHINE, Whereabouts.ON_SHELF},  # type: ignore[attr-defined]
            "proof": proof,
            "may_accept": proof is not None
            and proof.kind == ProofKind.RESERVE
            and self.request.user.has_perm(Role.RESPONSIBLE),
            "may_be_a_mistake": self.request.user.has_perm(Role.RESPONSIBLE) and may_be_a_mistake(part),
            "moves": part.moves.select_related("machine", "details").order_by("-sequence"),
        }
        return super().get_context_data(**{**kwargs, **here})
