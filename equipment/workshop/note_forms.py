"""Small forms of the card: its condition and its place, a photo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.models import Machine, MachinePhoto, Shelf

from .photos import clean_photo


class NoteForm(forms.ModelForm):
    """What is noted standing before the machine."""

    class Meta:
        model = Machine
        fields = ("grade", "defects", "shelf")
        widgets = {"defects": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Shelf.objects.filter(organization=self.instance.organization_id)
        self.fields["shelf"].queryset = own.select_related("place")  # type: ignore[attr-defined]
        self.fields["shelf"].empty_label = _("Nowhere yet")  # type: ignore[attr-defined]


class PhotoForm(forms.ModelForm):
    """A photo taken by the phone."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP. No face, no paper with a name."),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
        ),
    )

    class Meta:
        model = MachinePhoto
        fields = ("photo", "is_public")

    def clean_photo(self) -> Any:
        """Return the picture alone, written anew."""
        return clean_photo(self.cleaned_data["photo"])
