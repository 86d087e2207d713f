"""The page of one machine: what it is good for, what it costs, « Réserver », and its JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from equipment.errors import EquipmentError
from equipment.models import Machine, Need
from equipment.public.asking import AskingView, ReservationForm
from equipment.public.stock import StockCard, cards_of, is_refurbished, stock_url, with_card
from equipment.querysets import may_hide_a_disk
from equipment.services.needs import ask
from equipment.states import CLEAN, Custody, Step
from maillage.places.structured_data import json_for_script

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

    from equipment.public.asking import ContactForm

# The word of schema.org for what is not new; RefurbishedCondition promises more than the law lets us say.
USED = "https://schema.org/UsedCondition"
IN_STOCK = "https://schema.org/InStock"


def machine_json(card: StockCard, url: str) -> SafeString:
    """Return the machine as JSON-LD, safe inside a <script>; `url` is the full address of its page."""
    return json_for_script(machine_data(card, url))


def machine_data(card: StockCard, url: str) -> dict[str, Any]:
    """Return the schema.org Product. Sources: https://schema.org/Product, https://schema.org/Offer."""
    machine = card.machine
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": machine.name,
        "sku": machine.tag,
        "url": url,
        "category": machine.get_kind_display(),
        "description": ". ".join(filter(None, [card.good_for, *card.specifications])),
        "itemCondition": USED,
        "offers": [
            {
                "@type": "Offer",
                "name": price.get_situation_display(),
                "price": f"{price.cents / 100:.2f}",
                "priceCurrency": "EUR",
                "availability": IN_STOCK,
                "url": url,
                "seller": {"@type": "Organization", "name": machine.organization.name},
            }
            for price in card.prices
        ],
    }
    if machine.maker:
        data["brand"] = {"@type": "Brand", "name": machine.maker_name}
    return data


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
