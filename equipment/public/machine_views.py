"""The page of one machine: what it is good for, what it costs, and « Réserver »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from equipment.axes import CLEAN, Custody, Step
from equipment.errors import EquipmentError
from equipment.models import Machine, Need
from equipment.querysets import may_hide_a_disk
from equipment.services.needs import ask

from .asking import AskingView
from .forms import ReservationForm
from .stock import StockCard, cards_of, is_refurbished, stock_url, with_card
from .structured_data import machine_json

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from .forms import ContactForm

OTHERS_SHOWN = 3
GONE = 410


class MachineView(AskingView):
    """GET shows the machine, or that somebody has it now; POST keeps it for who asks."""

    model = Need
    form_class = ReservationForm
    template_name = "equipment/public/machine.html"
    gone_template_name = "equipment/public/machine_gone.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead a joined tag to the other one; say at once when the machine cannot be had."""
        rows = with_card(Machine.objects.select_related("merged_into", "organization__page"))
        rows = rows.annotate(is_doubtful=may_hide_a_disk())
        self.machine = get_object_or_404(rows, tag=kwargs["tag"].upper())
        if self.machine.merged_into is not None:
            return HttpResponseRedirect(
                reverse("equipment_public:machine", args=[self.machine.merged_into.tag])
            )
        if request.method in ("GET", "HEAD") and not self.can_be_had:
            return self._gone(GONE)
        return super().dispatch(request, *args, **kwargs)

    @property
    def phone(self) -> str:
        """The number of the organisation that has it."""
        return self.machine.organization.phone

    @property
    def can_be_had(self) -> bool:
        """Whether it is in the public stock, as it was read."""
        state = (self.machine.step, self.machine.custody)
        is_clean = self.machine.data_status in CLEAN and not self.machine.is_doubtful
        return state == (Step.READY, Custody.OURS) and is_clean

    @cached_property
    def card(self) -> StockCard:
        """The machine with its prices."""
        return cards_of([self.machine])[0]

    def write(self, form: ContactForm, reference: str) -> Need:
        """Keep the machine for who asks; raises EquipmentError when somebody was quicker."""
        return ask(self.machine.organization, machine=self.machine, reference=reference, **form.cleaned_data)

    def form_valid(self, form: ContactForm) -> Any:
        """Keep it, or say that somebody else has it now."""
        try:
            return super().form_valid(form)
        except EquipmentError:
            return self._gone(409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machine in plain words."""
        url = self.request.build_absolute_uri(self.request.path)
        return super().get_context_data(
            machine=self.machine,
            card=self.card,
            refurbished=is_refurbished(self.machine),
            structured_data=machine_json(self.card, url),
            stock_url=stock_url(self.request),
            **kwargs,
        )

    def _gone(self, status: int) -> Any:
        others = Machine.objects.available().filter(kind=self.machine.kind).exclude(pk=self.machine.pk)
        context = {
            "machine": self.machine,
            "cards": cards_of(with_card(others).order_by("-created_at")[:OTHERS_SHOWN]),
            "quicker": status != GONE,
            "stock_url": stock_url(self.request),
        }
        response = self.response_class(
            request=self.request, template=[self.gone_template_name], context=context, status=status
        )
        response["X-Robots-Tag"] = "noindex"
        return response
