"""What is found with the machine open: no disk, a part taken out or put in, a disk destroyed, a double."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from equipment.card.access import MAY_WORK, MachineScreen, WorkshopScreen, machine_of, machines_of
from equipment.card.actions import CardAction, clean_photo
from equipment.conditions import as_it_stands, disks_in, in_words, left_open, on_shelves, parts_of
from equipment.errors import EquipmentError
from equipment.evidence.reading import read_stream
from equipment.models import Component, ComponentKind, DataProof, Machine, ProofKind, Whereabouts
from equipment.services.by_hand import may_be_a_mistake
from equipment.services.components import attach, detach, parts_in
from equipment.services.contents import LONGEST_WORDS, note_contents
from equipment.services.merging import merge, unmerge
from equipment.services.proofs import accept_reserve, note_destroyed, note_no_storage, withdraw_failure
from equipment.transitions import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

    from equipment.evidence.reading import RawFile


class PhotoField(forms.FileField):
    """A picture from a phone, without what the phone noted."""

    widget = forms.FileInput(
        attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}  # type: ignore[arg-type]
    )

    def clean(self, data: Any, initial: Any = None) -> RawFile | None:
        """Return the cleaned JPEG, None without one; raises ValidationError for what is no picture."""
        upload = super().clean(data, initial)
        return read_stream(clean_photo(upload).open()) if upload else None


class DiskScreen(MachineScreen):
    """A screen about the disk that the address names; of another machine, it answers 404."""

    @property
    def disk(self) -> Component:
        """The disk: in this machine today, or on the shelf and last in this one."""
        here = parts_of([self.machine]).filter(where__in=(Whereabouts.IN_MACHINE, Whereabouts.ON_SHELF))
        return get_object_or_404(here, pk=self.kwargs["part"], kind=ComponentKind.STORAGE)

    @property
    def is_loose(self) -> bool:
        """Whether the disk lies on the shelf."""
        return bool(self.disk.where == Whereabouts.ON_SHELF)  # type: ignore[attr-defined]

    @property
    def back(self) -> str:
        """Where what is noted is told: on the card, or on the list of the parts that lie on shelves."""
        return reverse("equipment_admin:parts") if self.is_loose else self.card

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the disk, and the way back."""
        return super().get_context_data(disk=self.disk, back=self.back, **kwargs)


class FindingAction(CardAction):
    """The base: a refusal is shown on the card."""

    def try_to(self, gesture: Callable[[], object], said: str) -> None:
        """Do it and say so, or say why not."""
        try:
            gesture()
        except EquipmentError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, said)

    @property
    def part(self) -> Component:
        """The part that the button names, in this machine today."""
        return get_object_or_404(parts_in(self.machine), pk=self.kwargs["part"])


class NoDiskView(FindingAction):
    """« Ouverte : pas de disque »."""

    def act(self) -> None:
        """Note who looked."""
        said = _("Noted: there is no disk inside.")
        self.try_to(lambda: note_no_storage(self.machine, by=self.request.user), said)  # type: ignore[arg-type]


class TakeOutView(FindingAction):
    """A part goes on the shelf."""

    def act(self) -> None:
        """Move it."""
        part = self.part
        said = _("Taken out: %(part)s.") % {"part": part}
        self.try_to(lambda: detach(part, by=self.request.user), said)  # type: ignore[arg-type]


class AcceptView(FindingAction):
    """Somebody responsible accepts a disk erased with a reservation, in the machine or out of it."""

    def act(self) -> None:
        """Write who."""
        part = get_object_or_404(parts_of([self.machine]), pk=self.kwargs["part"])
        said = _("Accepted: %(part)s.") % {"part": part}
        self.try_to(lambda: accept_reserve(part, by=self.request.user), said)  # type: ignore[arg-type]


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


class ContentsForm(forms.Form):
    """The words, and what the screen showed when they were written."""

    words = forms.CharField(
        label=gettext_lazy("How you looked, and what is inside"),
        help_text=gettext_lazy("For example: opened, one M.2 disk, nothing in the 2.5-inch bay."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)


class ContentsView(MachineScreen):
    """What the inventories could not see, what is noted inside, and the signature."""

    template_name = "equipment/workshop/contents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is asked about, as it stands now."""
        kwargs.setdefault("form", ContentsForm(initial={"shown": as_it_stands(self.machine)}))
        asked = [in_words(each) for each in left_open(self.machine)]
        return super().get_context_data(asked=asked, disks=disks_in(self.machine).order_by("pk"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign, or draw the screen again with what is wrong."""
        form = ContentsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        words, shown = form.cleaned_data["words"], form.cleaned_data["shown"]
        try:
            note_contents(self.machine, by=request.user, words=words, shown=shown)  # type: ignore[arg-type]
        except EquipmentError as refusal:
            form = ContentsForm(initial={"words": words, "shown": as_it_stands(self.machine)})
            context = self.get_context_data(form=form, refusal=str(refusal))
            return self.render_to_response(context, status=409)
        messages.success(request, _("Noted and signed: what this machine holds."))
        return redirect(self.card)


def parts_on_shelves(machine: Machine) -> QuerySet[Component]:
    """Return the parts on the shelves of the machine's organisation: those that came out of its machines."""
    of_the_organisation = Machine.objects.filter(organization=machine.organization_id)
    return on_shelves(parts_of(of_the_organisation)).order_by("kind", "pk")


class PartForm(forms.Form):
    """Which part."""

    part = forms.ModelChoiceField(
        Component.objects.none(),
        label=gettext_lazy("Part on the shelf"),
        empty_label=pgettext_lazy("nothing chosen yet", "Choose"),
    )

    def __init__(self, *args: Any, machine: Machine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        field.queryset = parts_on_shelves(machine)  # type: ignore[attr-defined]
        field.label_from_instance = lambda part: f"{part.get_kind_display()} – {part}"  # type: ignore[attr-defined]


class JoinView(MachineScreen):
    """The screen of both gestures; each has its button."""

    template_name = "equipment/workshop/join.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts on the shelves."""
        kwargs.setdefault("form", PartForm(machine=self.machine))
        return super().get_context_data(
            joined=self.machine.merged.order_by("tag"),
            may_join=self.request.user.has_perm(Role.RESPONSIBLE),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and show the card, or say why not."""
        try:
            said = self._do(request.POST)
        except EquipmentError as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, said)
        return redirect(self.card)

    def _do(self, sent: QueryDict) -> str:
        if "other" in sent:
            return self._merge()
        return self._unmerge(sent["split"]) if "split" in sent else self._attach()

    def _attach(self) -> str:
        form = PartForm(self.request.POST, machine=self.machine)
        if not form.is_valid():
            raise EquipmentError(_("Choose a part that is on the shelf."))
        part = form.cleaned_data["part"]
        attach(part, self.machine, by=self.request.user)  # type: ignore[arg-type]
        return _("Put in: %(part)s.") % {"part": part}

    def _merge(self) -> str:
        typed = self.request.POST["other"]
        other = machine_of(typed, machines_of(self.request.user))
        if other is None:
            raise EquipmentError(_("No machine here has the tag “%(tag)s”.") % {"tag": typed.strip()[:40]})
        merge(other, self.machine, by=self.request.user)  # type: ignore[arg-type]
        return _("The tag %(tag)s leads here now.") % {"tag": other.spoken_tag}

    def _unmerge(self, tag: str) -> str:
        other = get_object_or_404(self.machine.merged, tag=tag)
        unmerge(other, by=self.request.user)  # type: ignore[arg-type]
        return _("The tag %(tag)s is that of another machine again.") % {"tag": other.spoken_tag}


class PartView(WorkshopScreen):
    """A part that is, or was last, in a machine of the user's organisations; another one answers 404."""

    template_name = "equipment/workshop/part.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the part."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and request.user.has_perm(MAY_WORK):
            self.part = get_object_or_404(parts_of(machines_of(request.user)), pk=kwargs["part"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where it has been and what was found about it."""
        part = self.part
        proof = part.proofs.order_by("-pk").first()
        here = {
            # The address gives the number of the part under the same name.
            "part": part,
            "is_disk": part.kind == ComponentKind.STORAGE,
            "tag": part.last_tag,  # type: ignore[attr-defined]
            "is_inside": part.where == Whereabouts.IN_MACHINE,  # type: ignore[attr-defined]
            "is_here": part.where in {Whereabouts.IN_MACHINE, Whereabouts.ON_SHELF},  # type: ignore[attr-defined]
            "proof": proof,
            "may_accept": proof is not None
            and proof.kind == ProofKind.RESERVE
            and self.request.user.has_perm(Role.RESPONSIBLE),
            "may_be_a_mistake": self.request.user.has_perm(Role.RESPONSIBLE) and may_be_a_mistake(part),
            "moves": part.moves.select_related("machine", "details").order_by("-sequence"),
        }
        return super().get_context_data(**{**kwargs, **here})
