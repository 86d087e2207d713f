"""A disk that was destroyed by hand: who did it, how, and its photo stand for the log of an erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.errors import EquipmentError
from equipment.evidence.reading import read_stream
from equipment.models import ComponentKind, Whereabouts
from equipment.part_querysets import parts_of
from equipment.services.proofs import note_destroyed

from .access import MachineScreen
from .photos import clean_photo

if TYPE_CHECKING:
    from django.core.files.base import ContentFile
    from django.http import HttpRequest, HttpResponse

    from equipment.models import Component


class DestructionForm(forms.Form):
    """How, and the photo that shows it."""

    how = forms.CharField(
        label=gettext_lazy("How it was destroyed"),
        help_text=gettext_lazy("For example: four holes through the platters."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo of the destroyed disk"),
        help_text=gettext_lazy("Its number should be readable. JPEG, PNG or WebP."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def clean_photo(self) -> ContentFile:
        """Return the picture alone, written anew."""
        return clean_photo(self.cleaned_data["photo"])


class DestructionView(MachineScreen):
    """« Noter qu’il est détruit »."""

    template_name = "equipment/workshop/destruction.html"

    @property
    def disk(self) -> Component:
        """The disk that the address names: in this machine today, or on the shelf and last in this one."""
        here = parts_of([self.machine]).exclude(where=Whereabouts.OUT)
        return get_object_or_404(here, pk=self.kwargs["part"], kind=ComponentKind.STORAGE)

    @property
    def back(self) -> str:
        """Where it is told: on the card, or on the list of the parts that lie on shelves."""
        is_loose = self.disk.where == Whereabouts.ON_SHELF  # type: ignore[attr-defined]
        return reverse("equipment_admin:parts") if is_loose else self.card

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the disk and the form."""
        kwargs.setdefault("form", DestructionForm())
        return super().get_context_data(disk=self.disk, back=self.back, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the proof, or draw the form again with what is wrong."""
        disk, form = self.disk, DestructionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        picture = read_stream(form.cleaned_data["photo"].open())
        try:
            note_destroyed(disk, by=request.user, how=form.cleaned_data["how"], photo=picture)  # type: ignore[arg-type]
        except EquipmentError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, _("Noted: %(disk)s is destroyed.") % {"disk": disk})
        return redirect(self.back)
