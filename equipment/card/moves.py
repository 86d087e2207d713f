"""What may be done to a machine now: buttons and forms drawn from the table of transitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.card.formats import RETURN_REASONS
from equipment.conditions import check_conditions
from equipment.errors import EquipmentError
from equipment.models import Need, NeedState, RecyclingSlip, WorkshopRules
from equipment.prices import EurosField
from equipment.services.transitions import FORWARD, LONGEST_NAME, LONGEST_WORDS
from equipment.states import Situation
from equipment.transitions import TRANSITIONS, Condition, Paper, Required, Transition
from maillage.privacy.contacts import PhoneField

if TYPE_CHECKING:
    from collections.abc import Callable

    from equipment.models import Machine
    from maillage.places.permissions import AnyUser


@dataclass(frozen=True)
class Move:
    """A transition that starts from where the machine is; `refusal` says what is missing first."""

    row: Transition
    refusal: str = ""

    @property
    def is_next(self) -> bool:
        """Whether it is the usual next step: a button of its own colour."""
        return self.row.code in FORWARD

    @property
    def is_one_tap(self) -> bool:
        """Whether nothing is asked: the button does it."""
        return not self.row.requires


def moves_of(machine: Machine, user: AnyUser) -> list[Move]:
    """Return what `user` may do to `machine`, in the order of the table, each condition looked at once."""
    rows = [
        row
        for row in TRANSITIONS.values()
        if row.starts_from(machine.step, machine.custody) and user.has_perm(row.role)  # type: ignore[union-attr]
    ]
    # Who serves the request that the machine is kept for is asked on the form.
    asked = {condition for row in rows for condition in row.conditions}
    refusals = {
        condition: _refusal(machine, condition) for condition in asked - {Condition.KEPT_FOR_THIS_NEED}
    }
    return [
        Move(row, next((refusals[one] for one in row.conditions if refusals.get(one)), "")) for row in rows
    ]


def kept_for(machine: Machine) -> Need | None:
    """Return the request that the machine is kept for, if there is one."""
    return Need.objects.filter(machine=machine, state=NeedState.ALLOCATED).first()


def _refusal(machine: Machine, condition: Condition) -> str:
    try:
        check_conditions(machine, (condition,), {})
    except EquipmentError as refusal:
        return str(refusal)
    return ""


# The papers that say who takes the machine.
NAMES_SOMEBODY = {Paper.HAND_OVER, Paper.LOAN}


class MoveForm(forms.Form):
    """One field for each thing that `row` needs; `given` is what `services.apply()` takes."""

    def __init__(self, *args: Any, row: Transition, machine: Machine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.machine = row, machine
        for needed in row.requires:
            self.fields[needed.value] = _FIELDS[needed](machine)
        if set(row.papers) & NAMES_SOMEBODY and kept_for(machine) is None:
            self.fields |= _contact()

    @property
    def given(self) -> dict[str, Any]:
        """The answers, with the request that the machine is kept for when there is one."""
        answers = dict(self.cleaned_data)
        if Required.REQUEST not in answers and self.row.is_exit and (need := kept_for(self.machine)):
            answers[Required.REQUEST.value] = need
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


_FIELDS: dict[Required, Callable[[Machine], forms.Field]] = {
    Required.REASON: lambda _machine: forms.ChoiceField(
        label=_("Why it came back"), choices=list(RETURN_REASONS.items()), widget=forms.RadioSelect
    ),
    Required.WORDS: lambda _machine: forms.CharField(
        label=_("Why, in a few words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    ),
    Required.SIGNED_BY: lambda _machine: forms.CharField(label=_("Signed by"), max_length=LONGEST_NAME),
    Required.DUE_ON: _due_on,
    Required.SITUATION: lambda _machine: forms.ChoiceField(
        label=_("To whom"),
        help_text=_("What the person says: no paper is asked."),
        choices=Situation.choices,
        widget=forms.RadioSelect,
    ),
    Required.PRICE: _price,
    Required.REQUEST: _need,
    Required.SLIP: _slip,
}
