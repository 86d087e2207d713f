"""What a transition asks for, as a form drawn from the table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.axes import Situation
from equipment.models import Need, NeedState, RecyclingSlip, WorkshopRules
from equipment.prices import EurosField
from equipment.services.transitions import LONGEST_NAME, LONGEST_WORDS
from equipment.transitions import Needed, Paper, Transition
from maillage.privacy.contacts import PhoneField

from .moves import kept_for
from .words import RETURN_REASONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from equipment.models import Machine

# The papers that say who takes the machine.
NAMES_SOMEBODY = {Paper.HAND_OVER, Paper.LOAN}


class MoveForm(forms.Form):
    """One field for each thing that `row` needs; `given` is what `services.apply()` takes."""

    def __init__(self, *args: Any, row: Transition, machine: Machine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.machine = row, machine
        for needed in row.needs:
            self.fields[needed.value] = _FIELDS[needed](machine)
        if set(row.papers) & NAMES_SOMEBODY and kept_for(machine) is None:
            self.fields |= _contact()

    @property
    def given(self) -> dict[str, Any]:
        """The answers, with the request that the machine is kept for when there is one."""
        answers = dict(self.cleaned_data)
        if Needed.NEED not in answers and self.row.is_exit and (need := kept_for(self.machine)):
            answers[Needed.NEED.value] = need
        return answers


def _contact() -> dict[str, forms.Field]:
    """Return what is asked of somebody who takes a machine without having asked for one before."""
    said = _("It is erased when it has served.")
    name = forms.CharField(label=_("Name of who takes it"), max_length=120, required=False, help_text=said)
    phone = PhoneField(label=_("Phone"), required=False)
    return {
        "contact_name": name,
        "phone": phone,
        "email": forms.EmailField(label=_("E-mail address"), required=False),
    }


def _due_on(machine: Machine) -> forms.Field:
    rules = WorkshopRules.objects.filter(organization=machine.organization_id).first() or WorkshopRules()
    today = timezone.localdate()
    return forms.DateField(
        label=_("To be brought back before"),
        initial=today + timedelta(days=rules.loan_days),
        widget=forms.DateInput(attrs={"type": "date", "min": today.isoformat()}, format="%Y-%m-%d"),
    )


def _price(machine: Machine) -> forms.Field:
    return EurosField(label=_("Price in euros"), help_text=_("0 if it is free."))


def _need(machine: Machine) -> forms.Field:
    waiting = Need.objects.filter(organization=machine.organization_id, state=NeedState.WAITING)
    return forms.ModelChoiceField(
        waiting, label=_("For which request"), empty_label=pgettext_lazy("nothing chosen yet", "Choose")
    )


def _slip(machine: Machine) -> forms.Field:
    slips = RecyclingSlip.objects.filter(organization=machine.organization_id)
    return forms.ModelChoiceField(
        slips, label=_("Recycling slip"), empty_label=pgettext_lazy("nothing chosen yet", "Choose")
    )


_FIELDS: dict[Needed, Callable[[Machine], forms.Field]] = {
    Needed.REASON: lambda _machine: forms.ChoiceField(
        label=_("Why it came back"), choices=list(RETURN_REASONS.items()), widget=forms.RadioSelect
    ),
    Needed.WORDS: lambda _machine: forms.CharField(
        label=_("Why, in a few words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    ),
    Needed.SIGNED_BY: lambda _machine: forms.CharField(label=_("Signed by"), max_length=LONGEST_NAME),
    Needed.DUE_ON: _due_on,
    Needed.SITUATION: lambda _machine: forms.ChoiceField(
        label=_("To whom"),
        help_text=_("What the person says: no paper is asked."),
        choices=Situation.choices,
        widget=forms.RadioSelect,
    ),
    Needed.PRICE: _price,
    Needed.NEED: _need,
    Needed.SLIP: _slip,
}
