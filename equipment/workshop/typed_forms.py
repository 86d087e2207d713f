"""What is typed on the card when no file tells it: the sheet, a disk, the certificate of an erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.axes import Grade, Kind
from equipment.models import Machine
from equipment.plain_words import MEGABYTES
from equipment.services.by_hand import POCKET, Sort, TypedDisk
from equipment.services.typed_erasures import TypedErasure, ways_for
from maillage.places.models import Organization

from .photo_fields import PhotoField

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.models import Component
    from equipment.services.typed_erasures import Way

NO_HELP = {"autocomplete": "off", "spellcheck": "false"}
LARGEST_GB, LARGEST_MEMORY_GB = 100_000, 4_096


def _number(label: Any, most: int, **more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=most, widget=widget, **more)


def _serial(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={**NO_HELP, "autocapitalize": "characters"})
    return forms.CharField(label=label, help_text=help_text, max_length=80, required=False, widget=widget)


class SheetForm(forms.ModelForm):
    """What is read on a machine. `fields_of_machine` are its columns, `cleaned_data["serial"]` its number."""

    serial = _serial(
        _("Serial number"), _("On the label, or in the settings. Of a phone: its IMEI, dial *#06#.")
    )
    storage_gb = _number(_("Storage, in GB"), LARGEST_GB)
    memory_gb = _number(_("Memory (RAM), in GB"), LARGEST_MEMORY_GB)

    class Meta:
        model = Machine
        fields = ("kind", "maker", "model", "processor", "storage_gb", "system")
        widgets = {"kind": forms.RadioSelect}

    field_order = ("kind", "maker", "model", "serial", "storage_gb", "memory_gb", "processor", "system")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Kind.choices  # type: ignore[attr-defined]
        if self.instance.memory_mb:
            self.fields["memory_gb"].initial = round(self.instance.memory_mb / MEGABYTES)
        if self.instance.pk:
            self.fields["serial"].label = _("A serial number more")

    @property
    def fields_of_machine(self) -> dict[str, Any]:
        """The columns that were typed; a memory that nobody touched stays exact."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if "memory_gb" in self.changed_data:
            memory = self.cleaned_data["memory_gb"]
            said["memory_mb"] = memory and memory * MEGABYTES
        return said

    def _post_clean(self) -> None:
        """Leave the row alone: the service locks it first, and writes what changed."""


class ArrivalForm(SheetForm):
    """A machine that arrives without a file; whose it is, when the user works for several organisations."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organisation"), empty_label=None, widget=forms.HiddenInput
    )

    field_order = ("organization", *SheetForm.field_order)

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organization.objects.for_user(user)
        field = self.fields["organization"]
        field.queryset = mine  # type: ignore[attr-defined]
        field.initial = mine.first()
        if mine.count() > 1:
            field.widget = forms.Select(choices=field.widget.choices)  # type: ignore[attr-defined]
        # Nothing is chosen beforehand: « other device » would be kept by who forgets.
        self.fields["kind"].initial = None
        self.initial.pop("kind", None)


class DiskForm(forms.Form):
    """A disk that somebody sees."""

    sort = forms.ChoiceField(label=_("What is it?"), choices=Sort.choices, widget=forms.RadioSelect)
    serial = _serial(_("Serial number of the disk"), _("As on its label, often after “S/N”."))
    unreadable = forms.BooleanField(label=_("It bears no number that can be read"), required=False)
    model = forms.CharField(
        label=pgettext_lazy("of a component", "Model"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=NO_HELP),
    )
    size_gb = _number(_("Size, in GB"), LARGEST_GB, help_text=_("1 TB is 1,000 GB."))
    taken_out = forms.BooleanField(label=_("I have taken it out: it is on the shelf"), required=False)

    def __init__(self, *args: Any, machine: Machine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if machine.kind in POCKET:
            self.fields["sort"].initial = Sort.SOLDERED
            self.fields["size_gb"].initial = machine.storage_gb

    @property
    def disk(self) -> TypedDisk:
        """The disk as it was typed."""
        return TypedDisk(**self.cleaned_data)


class CertificateForm(forms.Form):
    """How a disk was erased, by whom, when, and the photo that shows it."""

    way = forms.ChoiceField(label=_("How was it erased?"), widget=forms.RadioSelect)
    photo = PhotoField(
        label=_("Photo of the screen or of the report"),
        help_text=_("What says that it is done should be readable. JPEG, PNG or WebP."),
        required=False,
    )
    who = forms.CharField(label=_("Who did it"), max_length=120)
    on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tool = forms.CharField(
        label=_("Tool, and its version"),
        help_text=_("If there was one. For example: ShredOS 2024.11."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=NO_HELP),
    )

    def __init__(
        self,
        *args: Any,
        disk: Component,
        machine: Machine | None,
        user: AbstractBaseUser,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ways: list[Way] = ways_for(disk, machine)
        self.fields["way"].choices = [(way.code, way.label) for way in self.ways]  # type: ignore[attr-defined]
        self.fields["who"].initial = user.get_full_name() or user.get_username()  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate()

    @property
    def said(self) -> TypedErasure:
        """What somebody says of the disk."""
        return TypedErasure(**{name: self.cleaned_data[name] for name in ("way", "who", "on", "tool")})


class MistakeForm(forms.Form):
    """How a disk that does not exist came to be typed."""

    words = forms.CharField(
        label=_("How the mistake was made"),
        help_text=_("For example: typed twice; the number of another machine."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AheadForm(forms.Form):
    """The condition of a machine that is about to be ready, asked when nobody has said it."""

    grade = forms.ChoiceField(
        label=pgettext_lazy("of a machine", "Condition"),
        choices=[choice for choice in Grade.choices if choice[0] != Grade.PARTS],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, machine: Machine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if machine.grade:
            del self.fields["grade"]
