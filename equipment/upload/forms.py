"""What is asked to import inventories and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from equipment.evidence.errors import EvidenceRefused
from equipment.evidence.pdf import is_pdf
from equipment.evidence.reading import read_stream
from maillage.places.models import Organization

if TYPE_CHECKING:
    from .waiting import Named

MOST_FILES = 40
# Each is read by a process of its own, for three seconds at most: nobody waits longer than a web server does.
MOST_PDFS = 8


class SeveralFiles(forms.ClearableFileInput):
    """A choice of files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each read within the bounds of evidence."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Named]:
        """Return the files read; raises ValidationError, naming the first that cannot be."""
        uploads = (data if isinstance(data, list | tuple) else [data]) or [None]
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("Choose %(most)d files at most at once.") % {"most": MOST_FILES})
        files = [self._read(super(FilesField, self).clean(upload, initial)) for upload in uploads]
        if sum(is_pdf(file.data) for _name, file in files) > MOST_PDFS:
            raise ValidationError(_("Choose %(most)d PDF at most at once.") % {"most": MOST_PDFS})
        return files

    def _read(self, upload: Any) -> Named:
        name = (upload.name or "")[:120]
        try:
            return name, read_stream(upload)
        except EvidenceRefused as refusal:
            raise ValidationError(f"{name}: {refusal}", code="refused") from refusal


class EvidenceForm(forms.Form):
    """The files, whose they are, and the tag of the machine when the files do not name it."""

    organization = forms.ModelChoiceField(
        label=_("For which organisation?"), queryset=Organization.objects.none(), empty_label=None
    )
    files = FilesField(
        label=_("Files"),
        help_text=_(
            "Inventories of lshw, GLPI or Workbench; logs and certificates of nwipe, typed certificates of"
            " erasure. Several at once."
        ),
        error_messages={
            "required": _("Choose at least one file."),
            "empty": _("This file is empty. Make it again."),
        },
    )
    machine = forms.CharField(
        label=_("Tag of the machine"),
        required=False,
        max_length=12,
        help_text=_("Only when the files do not tell which machine they are about."),
    )

    moves = forms.BooleanField(
        label=_("Disks were moved from one machine to another"),
        required=False,
        help_text=_("Without it, a disk that is known in another machine is refused, and both are named."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.for_user(user)  # type: ignore[attr-defined]
