"""What is asked to import a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from maillage.places.models import Organization
from maillage.places.querysets import SEES_EVERY_ORGANIZATION

from .access import importers_for
from .conf import get_conf

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class BatchForm(forms.Form):
    """A file, what it holds, and whose it is. `user` only gets their own choices."""

    kind = forms.ChoiceField(label=_("What does the file hold?"))
    organization = forms.ModelChoiceField(
        label=_("For which organisation?"), queryset=Organization.objects.none()
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A table saved as CSV, UTF-8. Nothing is written before you have seen what it gives."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Its first line must hold the names of the columns."),
        },
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, importer.label) for kind, importer in importers_for(user).items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        mine = Organization.objects.for_user(user)
        field = self.fields["organization"]
        field.queryset = mine  # type: ignore[attr-defined]
        if user.has_perm(SEES_EVERY_ORGANIZATION):
            field.required = False
            field.empty_label = _("The whole network")  # type: ignore[attr-defined]
        elif len(mine) == 1:
            field.initial = mine[0]

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large to be a table."""
        file: UploadedFile = self.cleaned_data["file"]
        largest = get_conf()["LARGEST_FILE"]
        if (file.size or 0) > largest:
            message = _("This file is too large. Cut it into files of %(size)s at most.")
            raise ValidationError(message % {"size": filesizeformat(largest)}, code="too_large")
        return file
