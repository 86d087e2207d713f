"""What the buttons of the card do: move on, take back, note, show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model

from equipment.card.access import MachineScreen
from equipment.card.formats import format_code
from equipment.card.moves import MoveForm, kept_for
from equipment.errors import EquipmentError, Missing
from equipment.models import Machine, MachinePhoto, Shelf
from equipment.services import apply, undo
from equipment.transitions import TRANSITIONS
from maillage.places.pictures import make_rendition
from maillage.web.form_protection import too_large_message
from maillage.web.images import clean_picture

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.core.files.uploadedfile import UploadedFile
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

READ = ("JPEG", "PNG", "WEBP")
LARGEST = 15_000_000
# A phone takes four thousand points across; a page shows eight hundred.
LONGEST_SIDE = 1600
SHOWN = ("width-800", "fill-400x300")


def clean_photo(upload: UploadedFile) -> ContentFile:
    """Return `upload` as an upright JPEG of 1 600 points at most, drawn anew: nothing else is kept.

    Raises ValidationError for a file that is too large, another kind of file, or one that cannot be read.
    """
    if (upload.size or 0) > LARGEST:
        raise ValidationError(too_large_message(LARGEST))
    drawn = clean_picture(upload, formats=READ, saved_as="JPEG", longest_side=LONGEST_SIDE)
    return ContentFile(drawn.content, name="photo.jpg")


@transaction.atomic
def add_photo(
    machine: Machine, picture: ContentFile, *, is_public: bool, by: AbstractBaseUser | Any
) -> MachinePhoto:
    """Put a cleaned `picture` in the organisation's collection, and its reduced copies with it."""
    image = get_image_model().objects.create(
        title=f"{machine.name} {machine.tag}"[:255],
        # The tag is on every label: a photo that is not public is not found from it.
        file=ContentFile(picture.read(), name=f"{uuid4().hex}.jpg"),
        collection=machine.organization.collection,
        uploaded_by_user=by,
    )
    for spec in SHOWN:
        make_rendition(image, spec)
    position = machine.photos.count()
    return MachinePhoto.objects.create(machine=machine, image=image, is_public=is_public, position=position)


@transaction.atomic
def remove_photo(photo: MachinePhoto) -> None:
    """Delete a photo and its files."""
    image = photo.image
    photo.delete()
    image.delete()


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
        self.fields["shelf"].empty_label = gettext_lazy("Nowhere yet")  # type: ignore[attr-defined]


class PhotoForm(forms.ModelForm):
    """A photo taken by the phone."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("JPEG, PNG or WebP. No face, no paper with a name."),
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
            messages.success(self.request, _("Taken back: %(what)s.") % {"what": format_code(entry.code)})


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
