"""The papers: deposit slip, erasure report, hand-over sheet, loan agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from equipment.errors import EquipmentError
from equipment.models import Donation, DonorKind, HandOver, Loan, Lot, Machine, RecyclingSlip
from equipment.services.donations import check_tax_receipt

from .reading import card_url, machine_lines
from .screen import Paper

if TYPE_CHECKING:
    from django.http import HttpRequest

    from equipment.models.keeping import KeptContact

# The forms that receipts are made on: of people, of firms. Source: service-public.fr, « formulaires ».
CERFA = {"person": "11580", "firm": "16216"}


class MachinePapersView(Paper):
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


class DepositSlipView(Paper):
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


class ErasureReportView(Paper):
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


class OneMachinePaper(Paper):
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
