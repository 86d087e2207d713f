"""What no file tells is typed here: a machine that arrives, its sheet, its disks, their certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from equipment.errors import EquipmentError, Missing
from equipment.models import ComponentKind
from equipment.services.ahead import bring_to_ready
from equipment.services.by_hand import Sort, TypedDisk, arrive, forget_serial, note_disk, note_sheet
from equipment.services.components import parts_in
from equipment.services.mistakes import note_mistake
from equipment.services.typed_erasures import note_erased

from .access import MachineScreen, WorkshopScreen
from .card_actions import CardAction
from .disk_screens import DiskScreen
from .typed_forms import AheadForm, ArrivalForm, CertificateForm, DiskForm, MistakeForm, SheetForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from equipment.models import Machine


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
