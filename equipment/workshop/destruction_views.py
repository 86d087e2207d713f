"""A disk that was destroyed by hand: who did it, how, and its photo stand for the log of an erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.errors import EquipmentError
from equipment.services.proofs import note_destroyed

from .disk_screens import DiskScreen
from .photo_fields import PhotoField

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class DestructionForm(forms.Form):
    """How, and the photo that shows it."""

    how = forms.CharField(
        label=gettext_lazy("How it was destroyed"),
        help_text=gettext_lazy("For example: four holes through the platters."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photo = PhotoField(
        label=gettext_lazy("Photo of the destroyed disk"),
        help_text=gettext_lazy("Its number should be readable. JPEG, PNG or WebP."),
    )


class DestructionView(DiskScreen):
    """« Noter qu’il est détruit »."""

    template_name = "equipment/workshop/destruction.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        kwargs.setdefault("form", DestructionForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the proof, or draw the form again with what is wrong."""
        disk, form = self.disk, DestructionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            note_destroyed(disk, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except EquipmentError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, _("Noted: %(disk)s is destroyed.") % {"disk": disk})
        return redirect(self.back)
