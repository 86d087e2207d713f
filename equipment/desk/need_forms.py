"""A request on the desk: typed for somebody, given a machine, released, declined."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.models import Machine, Need, NeedState
from equipment.services.needs import allocate, decline, release

from .contact_forms import ContactRowForm, DecisionField

NOTHING, KEEP, RELEASE, DECLINE = "", "keep", "release", "decline"
DECISIONS = {
    NeedState.WAITING: [
        (NOTHING, _("Leave it in the queue")),
        (KEEP, _("Keep a machine for this person")),
        (DECLINE, _("Decline the request")),
    ],
    NeedState.ALLOCATED: [
        (NOTHING, _("Keep the machine")),
        (RELEASE, _("Give the machine back to the stock: the request waits again")),
        (DECLINE, _("Decline the request: the machine goes back to the stock")),
    ],
}


class NeedDeskForm(ContactRowForm):
    """The request, and what is decided about it."""

    decision = DecisionField(label=_("What do you decide?"))
    kept_machine = forms.ModelChoiceField(
        label=_("Which machine?"),
        queryset=Machine.objects.none(),
        required=False,
        help_text=_("Only those that are ready, clean and kept for nobody."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions = DECISIONS.get(self.instance.state) if self.instance.pk else None
        if decisions is None:
            del self.fields["decision"], self.fields["kept_machine"]
            return
        self.fields["decision"].choices = decisions
        if self.instance.state != NeedState.WAITING:
            del self.fields["kept_machine"]
            return
        ready = Machine.objects.available().filter(organization=self.instance.organization_id)
        field = self.fields["kept_machine"]
        field.queryset = ready.select_related("shelf").order_by("kind", "tag")
        field.label_from_instance = _label_of

    def clean(self) -> dict[str, Any]:
        """Ask which machine when one is kept."""
        data: dict[str, Any] = super().clean()
        if data.get("decision") == KEEP and not data.get("kept_machine"):
            self.add_error("kept_machine", _("Choose the machine that you keep for this person."))
        return data

    def save(self, commit: bool = True) -> Need:
        """Save what was typed, then do what was decided. Raises EquipmentError."""
        need: Need = super().save(commit=commit)
        decision = self.cleaned_data.get("decision")
        if decision == KEEP:
            return allocate(need, self.cleaned_data["kept_machine"], by=self.for_user)
        if decision == RELEASE:
            return release(need, by=self.for_user)
        if decision == DECLINE:
            return decline(need, by=self.for_user)
        return need


def _label_of(machine: Machine) -> str:
    where = f" – {machine.shelf.name}" if machine.shelf else ""
    return f"{machine.spoken_tag} – {machine.name}{where}"
