"""« Demander un ordinateur » and « Donner du matériel »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment.axes import Kind, Situation
from equipment.models import Donation, Need
from equipment.services.donations import announce
from equipment.services.needs import ask

from .asking import AskingView
from .forms import DonationForm, NeedForm, OrganizationChoiceMixin

if TYPE_CHECKING:
    from .forms import ContactForm


class OrganizationAskingView(AskingView):
    """A form that goes to one of the organisations."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether there is one to go to."""
        context = super().get_context_data(**kwargs)
        form: OrganizationChoiceMixin = context["form"]
        return {**context, "takes_requests": form.fields["organization"].initial is not None}


class NeedView(OrganizationAskingView):
    """A request for a machine that is not there yet: people and associations."""

    model = Need
    form_class = NeedForm
    template_name = "equipment/public/need.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from the kind and the situation that the link names."""
        asked = self.request.GET
        offered = {"wanted": (asked.get("genre"), Kind), "situation": (asked.get("situation"), Situation)}
        return {name: value for name, (value, known) in offered.items() if value in known.values}

    def write(self, form: ContactForm, reference: str) -> Need:
        """Write the request."""
        data = dict(form.cleaned_data)
        return ask(data.pop("organization"), reference=reference, **data)


class DonationView(OrganizationAskingView):
    """What somebody gives."""

    model = Donation
    form_class = DonationForm
    template_name = "equipment/public/donation.html"

    def write(self, form: ContactForm, reference: str) -> Donation:
        """Write the donation."""
        assert isinstance(form, DonationForm)  # noqa: S101 - for the type checker: it is the view's own form
        return announce(form.cleaned_data["organization"], reference=reference, **form.columns)
