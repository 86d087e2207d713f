"""The registration form of a repair café: it also asks which object is coming."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from maillage.bookings.forms import RegistrationForm
from maillage.bookings.questions.fields import AnswerFileField, check_visible
from repair.categories import Category
from repair.finding import find_category, find_refused, suggestions
from repair.free_text import refuse_passwords
from repair.models import RepairCafePage
from repair.refusals import Refused

OLDEST = 300


class SuggestedInput(forms.TextInput):
    """A line of text; the browser offers names of objects while it is typed in."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Draw the input and its list."""
        list_id = f"{name}-names"
        drawn = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in suggestions()))
        return format_html('{}<datalist id="{}">{}</datalist>', drawn, list_id, options)


class AnnouncementForm(RegistrationForm):
    """« Annoncer mon objet », in the registration. Nothing of it is required but the object's name."""

    ITEM_FIELDS = (
        "item",
        "item_category",
        "item_brand",
        "item_model",
        "item_age",
        "item_fault",
        "item_photo",
    )

    item = forms.CharField(
        label=_("Which object do you bring?"),
        max_length=80,
        validators=[check_visible],
        widget=SuggestedInput,
        help_text=_("For example: toaster, lamp, trousers. One object for each registration."),
        error_messages={"required": _("Type what you bring, for example: toaster.")},
    )
    item_category = forms.TypedChoiceField(
        label=_("What kind of object is it?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Found from its name")), *Category.choices],
        help_text=_("Only if its name does not say it."),
    )
    item_brand = forms.CharField(label=_("Brand"), required=False, max_length=60, validators=[check_visible])
    item_model = forms.CharField(
        label=_("Model"),
        required=False,
        max_length=60,
        validators=[check_visible],
        help_text=_("It is often written under the object. It helps us to find the right part."),
    )
    item_age = forms.IntegerField(
        label=_("Its age in years"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        help_text=_("More or less. For example: 7."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    item_fault = forms.CharField(
        label=_("What is wrong?"),
        required=False,
        max_length=500,
        validators=[check_visible],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: it no longer heats since it fell. No password here."),
    )
    item_photo = AnswerFileField(
        label=_("A photo of the object"),
        required=False,
        help_text=_("JPEG or PNG. What the camera noted (place, hour) is taken out."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The team may register by phone somebody who does not know yet.
        self.fields["item"].required = self.contact_required

    def clean_item_photo(self) -> Any:
        """Refuse what is no picture."""
        photo = self.cleaned_data["item_photo"]
        if isinstance(photo, ContentFile) and (photo.name or "").endswith(".pdf"):
            raise ValidationError(_("Choose a picture in JPEG or PNG."), code="kind")
        return photo

    def clean(self) -> dict[str, Any]:
        """Find the category from the name where nobody chose one; refuse what the café does not take."""
        data = super().clean()
        if "item" in self.changed_data and (refused := self.refused_of(data.get("item") or "")):
            self.add_error("item", ValidationError(refused.sentence, code="refused"))
        if data.get("item_category") is None and data.get("item"):
            data["item_category"] = find_category(data["item"])
        for name in ("item", "item_fault"):
            try:
                refuse_passwords(data.get(name) or "", data.get("item_category"))
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def refused_of(self, item: str) -> Refused | None:
        """Return what the café of this form refuses of `item`, if it does."""
        page = self.page
        return page.refuses(item) if isinstance(page, RepairCafePage) else find_refused(item)

    @property
    def answers(self) -> dict[str, Any]:
        """What goes with the registration itself: the object has a row of its own."""
        return {name: value for name, value in super().answers.items() if name not in self.ITEM_FIELDS}
