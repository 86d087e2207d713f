"""What the buttons of the card do: move on, take back, note, show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from equipment.errors import EquipmentError, Missing
from equipment.services import apply, undo
from equipment.transitions import TRANSITIONS

from .access import MachineScreen
from .move_forms import MoveForm
from .moves import kept_for
from .note_forms import NoteForm, PhotoForm
from .photos import add_photo, remove_photo
from .words import code_in_words

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse


class MoveView(MachineScreen):
    """One transition: its questions, or at once when there is none."""

    template_name = "equipment/workshop/move.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Know the transition."""
        super().setup(request, *args, **kwargs)
        if kwargs["code"] not in TRANSITIONS:
            raise Http404
        self.row = TRANSITIONS[kwargs["code"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        kwargs.setdefault("form", MoveForm(row=self.row, machine=self.machine))
        return super().get_context_data(row=self.row, kept_for=kept_for(self.machine), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Apply it, or draw the form again with the refusal."""
        form = MoveForm(request.POST, row=self.row, machine=self.machine)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            apply(self.machine, self.row.code, by=request.user, **form.given)  # type: ignore[arg-type]
        except Missing as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except EquipmentError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done: %(what)s.") % {"what": self.row.label})
            return redirect(self.card)
        return self.render_to_response(self.get_context_data(form=form), status=409)


class CardAction(MachineScreen):
    """A button: POST, a message, back to the card."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse: following a link changes nothing."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, then show the card again."""
        self.act()
        return redirect(self.card)

    def act(self) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def say_errors(self, form: BaseForm) -> None:
        """Show what is wrong in a form of the card."""
        for field_errors in form.errors.values():
            for error in field_errors:
                messages.error(self.request, str(error))


class UndoView(CardAction):
    """« Annuler »: takes back the entry that the card showed."""

    def act(self) -> None:
        """Write the reversing entry."""
        number = self.request.POST.get("entry", "")
        if not number.isdecimal():
            raise Http404
        entry = get_object_or_404(self.machine.entries, sequence=int(number))
        try:
            undo(entry, by=self.request.user)  # type: ignore[arg-type]
        except EquipmentError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("Taken back: %(what)s.") % {"what": code_in_words(entry.code)})


class NoteView(CardAction):
    """The condition, the defects and the shelf."""

    def act(self) -> None:
        """Save these three alone."""
        form = NoteForm(self.request.POST, instance=self.machine)
        if form.is_valid():
            form.instance.save(update_fields=[*form.cleaned_data, "updated_at"])
            messages.success(self.request, _("Noted."))
        else:
            self.say_errors(form)


class PhotoView(CardAction):
    """A photo more."""

    def act(self) -> None:
        """Keep the picture alone."""
        form = PhotoForm(self.request.POST, self.request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            add_photo(self.machine, data["photo"], is_public=data["is_public"], by=self.request.user)
            messages.success(self.request, _("The photo is kept, without the place and the hour."))
        else:
            self.say_errors(form)


class PhotoRemovalView(CardAction):
    """A photo less."""

    def act(self) -> None:
        """Delete it with its files."""
        remove_photo(get_object_or_404(self.machine.photos, pk=self.kwargs["photo"]))
        messages.success(self.request, _("The photo is deleted."))
