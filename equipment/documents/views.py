"""Documents made for print from the rows each time they are opened: deposit slip, report, hand-over, loan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from equipment.errors import EquipmentError
from equipment.messages.sending import absolute
from equipment.models import (
    ComponentKind,
    ComponentMove,
    DataProof,
    Donation,
    DonorKind,
    HandOver,
    Loan,
    Lot,
    Machine,
    RecyclingSlip,
)
from equipment.services.donations import check_tax_receipt
from equipment.transitions import Role
from maillage.places.scoped_views import OrganizationAdminViewMixin
from maillage.privacy.access import record_access

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from equipment.models import Component
    from equipment.models.kept_contact import KeptContact

ACCESS = "equipment.papers"


@method_decorator(never_cache, name="dispatch")
class DocumentView(OrganizationAdminViewMixin, DetailView):
    """One paper, for the people of the workshop: 404 for another organisation's."""

    permission_required = Role.MEMBER.value

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw it from the rows as they are now, and write down who saw a name."""
        self.object = self.get_object()
        person = self.get_person()
        if person is not None and person.contact_name:
            reference = f"{self.object._meta.model_name}-{self.object.pk}"
            record_access(request.user, what=ACCESS, reference=reference, rows=1)
        return self.render_to_response(self.get_context_data(object=self.object, person=person))

    def get_person(self) -> KeptContact | None:
        """Return the row that names somebody on this paper, if one does."""
        return None


@dataclass(frozen=True)
class DiskLine:
    """A disk that came with a machine, and what is known of its data."""

    disk: Component | None
    proof: DataProof | None

    @property
    def is_proved(self) -> bool:
        """Whether its data are gone, and something shows it."""
        return self.proof is not None and self.proof.proves

    @property
    def fingerprint(self) -> str:
        """The first signs of the SHA-256 of the file that shows it."""
        return self.proof.evidence.sha256[:16] if self.proof and self.proof.evidence else ""


@dataclass(frozen=True)
class MachineLine:
    """A machine and its disks."""

    machine: Machine
    disks: list[DiskLine]

    @property
    def serials(self) -> str:
        """Its serial numbers, as its maker gave them."""
        return ", ".join(serial.value for serial in self.machine.serials.all())


def machine_lines(machines: Iterable[Machine]) -> list[MachineLine]:
    """Return each machine with every disk that was ever seen in it; four queries."""
    rows = list(machines)
    moves = ComponentMove.objects.filter(machine__in=rows, component__kind=ComponentKind.STORAGE)
    disks: dict[int, dict[int, Component]] = {}
    for move in moves.select_related("component").order_by("pk"):
        disks.setdefault(move.machine_id or 0, {})[move.component_id] = move.component
    seen = {key for found in disks.values() for key in found}
    of_disk, of_machine = _last_proofs(seen, rows)
    return [
        MachineLine(
            row,
            [DiskLine(disk, of_disk.get(disk.pk)) for disk in disks.get(row.pk, {}).values()]
            or [DiskLine(None, of_machine.get(row.pk))],
        )
        for row in rows
    ]


def card_url(machine: Machine) -> str:
    """Return the whole address that the machine's QR code opens; nothing where it is not mounted."""
    try:
        return absolute(reverse("equipment_workshop:machine", args=[machine.tag]))
    except NoReverseMatch:
        return ""


def _last_proofs(
    disks: set[int], machines: list[Machine]
) -> tuple[dict[int | None, DataProof], dict[int, DataProof]]:
    """Return the last finding by disk, and the last one about each machine as a whole."""
    proofs = DataProof.objects.select_related("evidence").order_by("pk")
    of_disk = {proof.component_id: proof for proof in proofs.filter(component__in=disks)}
    whole = proofs.filter(machine__in=machines, component=None)
    return of_disk, {proof.machine_id: proof for proof in whole if proof.machine_id is not None}


# The forms that receipts are made on: of people, of firms. Source: service-public.fr, « formulaires ».
CERFA = {"person": "11580", "firm": "16216"}


class MachinePapersView(DocumentView):
    """Every paper that names one machine."""

    model = Machine
    template_name = "equipment/papers/machine.html"
    slug_field = slug_url_kwarg = "tag"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the papers, the newest first."""
        machine: Machine = self.object
        slips = RecyclingSlip.objects.filter(entries__machine=machine).distinct()
        return super().get_context_data(
            machine=machine,
            lot=machine.lot,
            hand_overs=machine.hand_overs.all(),
            loans=machine.loans.order_by("-lent_on", "-pk"),
            slips=slips,
            **kwargs,
        )


class DepositSlipView(DocumentView):
    """What the donor keeps: what was given, when, and where to hear of it."""

    model = Donation
    template_name = "equipment/papers/deposit.html"

    def get_person(self) -> KeptContact:
        """Return the donation: it names the donor."""
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what arrived."""
        lots = self.object.lots.prefetch_related("machines", "counted")
        return super().get_context_data(donation=self.object, lots=lots, **kwargs)


class TaxReceiptView(DepositSlipView):
    """What the official form asks for, to be copied on it; refused to who may not issue one."""

    template_name = "equipment/papers/receipt.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the facts, or say why no receipt can be made."""
        self.object = self.get_object()
        try:
            check_tax_receipt(self.object)
        except EquipmentError as refusal:
            context = {"refusal": str(refusal), "donation": self.object}
            return self.response_class(
                request=request, template=["equipment/papers/refused.html"], context=context, status=403
            )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of the form."""
        form = CERFA["firm" if self.object.kind == DonorKind.FIRM else "person"]
        return super().get_context_data(cerfa=form, **kwargs)


class ErasureReportView(DocumentView):
    """What became of every disk of a lot: for the donor, without anybody's name."""

    model = Lot
    template_name = "equipment/papers/erasures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machines, their disks and the last finding about each."""
        machines = self.object.machines.prefetch_related("serials").order_by("pk")
        lines = machine_lines(machines)
        disks = [line for row in lines for line in row.disks]
        return super().get_context_data(
            lot=self.object,
            lines=lines,
            proved=sum(line.is_proved for line in disks),
            total=len(disks),
            counted=self.object.counted.all(),
            **kwargs,
        )


class OneMachinePaper(DocumentView):
    """A paper about one machine and the person who takes it."""

    def get_person(self) -> KeptContact:
        """Return the row itself: it names who takes the machine."""
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machine, its disks, and what its QR code opens."""
        machine = self.object.machine
        (line,) = machine_lines([machine])
        return super().get_context_data(machine=machine, line=line, qr=card_url(machine), **kwargs)


class HandOverView(OneMachinePaper):
    """The sheet that both keep: what, to whom, at what price, guaranteed until when."""

    model = HandOver
    template_name = "equipment/papers/hand_over.html"


class LoanView(OneMachinePaper):
    """The agreement of a loan: what, until when, what each side promises."""

    model = Loan
    template_name = "equipment/papers/loan.html"
