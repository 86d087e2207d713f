"""What is typed on the card when no file tells it: the sheet, disks, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from equipment.card.access import MachineScreen, WorkshopScreen
from equipment.card.actions import CardAction
from equipment.card.findings import DiskScreen, PhotoField
from equipment.errors import EquipmentError, Missing
from equipment.formats import MEGABYTES
from equipment.models import ComponentKind, Machine
from equipment.services.by_hand import (
    POCKET,
    Sort,
    TypedDisk,
    arrive,
    forget_serial,
    note_disk,
    note_mistake,
    note_sheet,
)
from equipment.services.components import parts_in
from equipment.services.transitions import bring_to_ready
from equipment.services.typed_erasures import TypedErasure, note_erased, ways_for
from equipment.states import Grade, Kind
from maillage.places.models import Organization

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

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
        gettext_lazy("Serial number"),
        gettext_lazy("On the label, or in the settings. Of a phone: its IMEI, dial *#06#."),
    )
    storage_gb = _number(gettext_lazy("Storage, in GB"), LARGEST_GB)
    memory_gb = _number(gettext_lazy("Memory (RAM), in GB"), LARGEST_MEMORY_GB)

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
            self.fields["serial"].label = gettext_lazy("A serial number more")

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
        Organization.objects.none(),
        label=gettext_lazy("Organisation"),
        empty_label=None,
        widget=forms.HiddenInput,
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

    sort = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=Sort.choices, widget=forms.RadioSelect
    )
    serial = _serial(
        gettext_lazy("Serial number of the disk"), gettext_lazy("As on its label, often after “S/N”.")
    )
    unreadable = forms.BooleanField(label=gettext_lazy("It bears no number that can be read"), required=False)
    model = forms.CharField(
        label=pgettext_lazy("of a component", "Model"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=NO_HELP),
    )
    size_gb = _number(gettext_lazy("Size, in GB"), LARGEST_GB, help_text=gettext_lazy("1 TB is 1,000 GB."))
    taken_out = forms.BooleanField(
        label=gettext_lazy("I have taken it out: it is on the shelf"), required=False
    )

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

    way = forms.ChoiceField(label=gettext_lazy("How was it erased?"), widget=forms.RadioSelect)
    photo = PhotoField(
        label=gettext_lazy("Photo of the screen or of the report"),
        help_text=gettext_lazy("What says that it is done should be readable. JPEG, PNG or WebP."),
        required=False,
    )
    who = forms.CharField(label=gettext_lazy("Who did it"), max_length=120)
    on = forms.DateField(
        label=gettext_lazy("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tool = forms.CharField(
        label=gettext_lazy("Tool, and its version"),
        help_text=gettext_lazy("If there was one. For example: ShredOS 2024.11."),
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
        label=gettext_lazy("How the mistake was made"),
        help_text=gettext_lazy("For example: typed twice; the number of another machine."),
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


class TypedScreen(WorkshopScreen):
    """A form of its own: drawn, then written or drawn again with what is wrong."""

    def make_form(self, *data: Any) -> BaseForm:
        """Return the form, with `data` when it was sent."""
        raise NotImplementedError

    def write(self, form: Any) -> HttpResponse:
        """Write what the form says and answer; raises EquipmentError."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        if "form" not in kwargs:
            kwargs["form"] = self.make_form()
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write, or say why not."""
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            return self.write(form)
        except Missing as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except EquipmentError as refusal:
            form.add_error(None, str(refusal))
        return self.render_to_response(self.get_context_data(form=form), status=409)


class ArrivalView(TypedScreen):
    """« Une machine arrive »."""

    template_name = "equipment/workshop/arrival.html"

    def make_form(self, *data: Any) -> BaseForm:
        """Offer the user's organisations."""
        return ArrivalForm(*data, user=self.request.user)

    def write(self, form: Any) -> HttpResponse:
        """Note it, then open its card."""
        said = form.cleaned_data
        machine = arrive(
            said["organization"], by=self.request.user, serial=said["serial"], **form.fields_of_machine
        )
        messages.success(self.request, _("Noted. Stick its label on: %(tag)s.") % {"tag": machine.spoken_tag})
        return redirect("equipment_workshop:machine", machine.tag)


class SheetView(TypedScreen, MachineScreen):
    """« Ce qui est écrit dessus »."""

    template_name = "equipment/workshop/sheet.html"

    def make_form(self, *data: Any) -> BaseForm:
        """Start from what is known."""
        return SheetForm(*data, instance=self.machine)

    def write(self, form: Any) -> HttpResponse:
        """Write what changed."""
        note_sheet(
            self.machine, by=self.request.user, serial=form.cleaned_data["serial"], **form.fields_of_machine
        )
        messages.success(self.request, _("Noted."))
        return redirect(self.card)


class DiskView(TypedScreen, MachineScreen):
    """« Noter un disque »."""

    template_name = "equipment/workshop/disk.html"

    def make_form(self, *data: Any) -> BaseForm:
        """Know what sort of machine it is."""
        return DiskForm(*data[:1], machine=self.machine)

    def write(self, form: Any) -> HttpResponse:
        """Note the disk; one that was taken out is to be labelled."""
        disk = note_disk(self.machine, form.disk, by=self.request.user)
        messages.success(self.request, _("Noted: %(disk)s.") % {"disk": disk})
        if form.disk.taken_out:
            return redirect("equipment_workshop:part", disk.pk)
        return redirect(self.card)


class CertificateView(TypedScreen, DiskScreen):
    """« Noter qu’il est effacé »."""

    template_name = "equipment/workshop/certificate.html"

    @property
    def inside(self) -> Machine | None:
        """The machine that the disk is in, None when it lies on the shelf."""
        return None if self.is_loose else self.machine

    def make_form(self, *data: Any) -> BaseForm:
        """Offer the ways that this disk may have been erased in."""
        return CertificateForm(*data, disk=self.disk, machine=self.inside, user=self.request.user)

    def write(self, form: Any) -> HttpResponse:
        """Write the finding, and say what it is worth."""
        disk = self.disk
        proof = note_erased(
            disk, self.inside, form.said, by=self.request.user, photo=form.cleaned_data["photo"]
        )
        tell = messages.success if proof.proves else messages.warning
        tell(self.request, f"{disk} : {proof.get_kind_display()}. {proof.reason}".strip())
        return redirect("equipment_workshop:part", disk.pk) if self.is_loose else redirect(self.card)


class MistakeView(TypedScreen, DiskScreen):
    """« Tapé par erreur »: who answers for the workshop signs."""

    template_name = "equipment/workshop/mistake.html"

    def make_form(self, *data: Any) -> BaseForm:
        """Ask for words."""
        return MistakeForm(*data[:1])

    def write(self, form: Any) -> HttpResponse:
        """Write the move, then show the card that lost the disk."""
        disk = self.disk
        note_mistake(disk, by=self.request.user, words=form.cleaned_data["words"])
        messages.success(self.request, _("Noted: %(disk)s does not exist.") % {"disk": disk})
        return redirect(self.card)


class Gesture(CardAction):
    """A button of the card that may be refused."""

    def try_to(self, gesture: Callable[[], object]) -> bool:
        """Do it and tell whether it was done, or say why not."""
        try:
            gesture()
        except EquipmentError as refusal:
            messages.error(self.request, str(refusal))
            return False
        return True


class SolderedView(Gesture):
    """« Noter l’effacement de ce téléphone »: its memory is noted, then its certificate is asked for."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead on to the certificate; pressed twice, the memory is noted once."""
        typed = TypedDisk(sort=Sort.SOLDERED, size_gb=self.machine.storage_gb)
        self.try_to(lambda: note_disk(self.machine, typed, by=request.user))  # type: ignore[arg-type]
        disk = parts_in(self.machine).filter(kind=ComponentKind.STORAGE).last()
        if disk is None:
            return redirect(self.card)
        return redirect("equipment_workshop:certificate", self.machine.tag, disk.pk)


class SerialRemovalView(Gesture):
    """A number that was copied wrongly is taken away."""

    def act(self) -> None:
        """Forget it."""
        serial = get_object_or_404(self.machine.serials, pk=self.kwargs["serial"])
        if self.try_to(lambda: forget_serial(serial, by=self.request.user)):  # type: ignore[arg-type]
            messages.success(self.request, _("Taken away: %(serial)s.") % {"serial": serial})


class AheadView(Gesture):
    """« Tout est fait »: every step up to « ready », noted together."""

    def act(self) -> None:
        """Write the entries, or say what is missing."""
        form = AheadForm(self.request.POST, machine=self.machine)
        if not form.is_valid():
            messages.error(self.request, _("Say first what condition the machine is in."))
            return
        grade = form.cleaned_data.get("grade", "")
        if self.try_to(lambda: bring_to_ready(self.machine, by=self.request.user, grade=grade)):  # type: ignore[arg-type]
            messages.success(self.request, _("Done: it is ready to leave."))
