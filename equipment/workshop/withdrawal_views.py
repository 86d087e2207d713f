"""A failure that somebody noted by mistake: who answers for the workshop takes it back, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.errors import EquipmentError
from equipment.models import Component, ComponentKind, DataProof, Whereabouts
from equipment.part_querysets import parts_of
from equipment.services.proofs import withdraw_failure

from .access import MachineScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class WithdrawalForm(forms.Form):
    """What the mistake was."""

    words = forms.CharField(
        label=gettext_lazy("What the mistake was"),
        help_text=gettext_lazy("For example: the result of another disk was typed."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawalView(MachineScreen):
    """« C’était une erreur »."""

    template_name = "equipment/workshop/withdrawal.html"

    @property
    def disk(self) -> Component:
        """The disk that the address names: in this machine today, or on the shelf and last in this one."""
        here = parts_of([self.machine]).exclude(where=Whereabouts.OUT)
        return get_object_or_404(here, pk=self.kwargs["part"], kind=ComponentKind.STORAGE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the disk, what is said of it and the form."""
        kwargs.setdefault("form", WithdrawalForm())
        disk = self.disk
        proof = DataProof.objects.filter(component=disk).first()
        return super().get_context_data(disk=disk, proof=proof, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the withdrawal, or draw the form again with what is wrong."""
        disk, form = self.disk, WithdrawalForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            withdraw_failure(disk, by=request.user, words=form.cleaned_data["words"])  # type: ignore[arg-type]
        except EquipmentError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        said = _("Withdrawn. %(disk)s is to be erased: import the log that is true.")
        messages.success(request, said % {"disk": disk})
        return redirect(self.card)
