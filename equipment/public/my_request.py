"""A person's own page, behind a signed link: where the request or the donation is, and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from equipment.errors import EquipmentError
from equipment.messages.sending import row_of
from equipment.models import Donation, DonationState, Need, NeedState
from equipment.prices import grid_of, price_range
from equipment.services.donations import withdraw_donation
from equipment.services.needs import withdraw
from maillage.web.form_protection import BoundedFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@method_decorator(never_cache, name="dispatch")
class OwnPage(BoundedFormMixin, TemplateView):
    """GET shows, POST withdraws; a bad link answers 404, and no engine may keep the page."""

    row: Need | Donation
    refused_template_name = "equipment/public/refused.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw, then show the page again."""
        try:
            self.withdraw()
        except EquipmentError as refusal:
            return self.render_to_response(self.get_context_data(refusal=str(refusal)), status=409)
        return redirect(request.path)

    def withdraw(self) -> None:
        """End what was asked; raises EquipmentError when it is over."""
        raise NotImplementedError

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        """Keep the page out of the search engines, and its address out of what other sites read."""
        response = super().render_to_response(context, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response


class OwnNeedView(OwnPage):
    """The request of a person."""

    template_name = "equipment/public/own_need.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the request by its link."""
        super().setup(request, *args, **kwargs)
        rows = Need.objects.select_related("organization__page", "machine__shelf__place")
        self.row: Need = row_of(kwargs["token"], rows)

    def withdraw(self) -> None:
        """Withdraw the request; a machine that was kept goes back to the stock."""
        withdraw(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the request, and the price of the machine that is kept."""
        need = self.row
        prices = grid_of(need.machine) if need.machine else []
        own = [price for price in prices if price.situation == need.situation]
        return super().get_context_data(
            need=need,
            price=price_range(own),
            is_open=need.state in (NeedState.WAITING, NeedState.ALLOCATED),
            **kwargs,
        )


class OwnDonationView(OwnPage):
    """The donation of a person."""

    template_name = "equipment/public/own_donation.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the donation by its link."""
        super().setup(request, *args, **kwargs)
        rows = Donation.objects.select_related("organization__page", "place")
        self.row: Donation = row_of(kwargs["token"], rows)

    def withdraw(self) -> None:
        """Withdraw the donation."""
        withdraw_donation(self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the donation."""
        donation = self.row
        is_open = donation.state in (DonationState.ANNOUNCED, DonationState.AGREED)
        return super().get_context_data(donation=donation, is_open=is_open, **kwargs)
