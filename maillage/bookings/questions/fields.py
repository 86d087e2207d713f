"""The form field of each kind of question, files included: it draws, checks, and says its JSON Schema."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.conf import get_conf
from maillage.bookings.questions.definition import OLDEST, age_on
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email
from maillage.web.uploads import ACCEPTED, WRONG_KIND, clean_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.base import ContentFile
    from django.core.files.uploadedfile import UploadedFile

    from maillage.bookings.questions.definition import Question


class FileOrTokenInput(forms.FileInput):
    """The input of a file; its value is a token when the data come from the API."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the file, or else what the body says."""
        return files.get(name) or data.get(name)


class AnswerFileField(forms.FileField):
    """A file of the form itself, or the token of one that was sent before (by the API)."""

    widget = FileOrTokenInput(attrs={"accept": ACCEPTED})
    default_error_messages = {"invalid": WRONG_KIND, "missing": WRONG_KIND}

    def to_python(self, data: Any) -> ContentFile | uuid.UUID | None:
        """Return the file ready to be kept, or the token; raises ValidationError."""
        if data in self.empty_values:
            return None
        if isinstance(data, str | uuid.UUID):
            return _token(data)
        return clean_answer_file(super().to_python(data))

    def json_schema(self) -> dict[str, Any]:
        """A program sends the token that it got for a file."""
        return {"type": "string", "format": "uuid"}


def clean_answer_file(upload: UploadedFile) -> ContentFile:
    """Return what is kept of `upload`; raises ValidationError as `clean_file()` does."""
    return clean_file(upload, most=get_conf()["LARGEST_FILE"])


def _token(text: str | uuid.UUID) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError as error:
        raise ValidationError(str(WRONG_KIND), code="token") from error


LONGEST_TEXT, LONGEST_LONG_TEXT = 200, 2000
EARLIEST_DAY, LATEST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_POSTAL_CODE = re.compile("[0-9]{5}")
CHOOSE = gettext_lazy("Choose one of the answers.")


def check_visible(text: str) -> None:
    """Raise ValidationError when `text` holds a sign that no keyboard types, lines and tabs apart."""
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        raise ValidationError(_("Type letters and figures only."), code="control_characters")


def check_day(day: dt.date) -> None:
    """Raise ValidationError for a day that no one means."""
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise ValidationError(_("Type a day with its whole year, for example 25/12/2026."), code="year")


def check_birth(day: dt.date) -> None:
    """Raise ValidationError for a day on which nobody who lives was born."""
    today = timezone.localdate()
    if day > today or age_on(day, today) > OLDEST:
        raise ValidationError(_("Type the day of birth, for example 25/12/1980."), code="birth")


class EmailAnswerField(forms.CharField):
    """An e-mail address besides the one that is always asked."""

    widget = forms.EmailInput

    def to_python(self, value: Any) -> str:
        """Return the address in its kept form; raises ValidationError that says what to type."""
        text: str = super().to_python(value)
        if not text:
            return ""
        try:
            return normalize_email(text)
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error


class PostalCodeField(forms.CharField):
    """A French postal code: five figures, typed with or without spaces."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"})

    def to_python(self, value: Any) -> str:
        """Return the five figures; raises ValidationError that says what to type."""
        text = "".join(super().to_python(value).split())
        if text and not _POSTAL_CODE.fullmatch(text):
            raise ValidationError(_("Type five figures, for example 35580."), code="invalid")
        return text

    def json_schema(self) -> dict[str, Any]:
        """Say the form of a code."""
        return {"type": "string", "pattern": "^([0-9]{5})?$" if not self.required else "^[0-9]{5}$"}


class ChoiceMixin:
    """A list in which a choice without places left cannot be chosen."""

    full: frozenset[str] = frozenset()

    def set_full(self, full: frozenset[str]) -> None:
        """Show the choices of `full` (ids) as taken; the transaction checks them, not the field."""
        self.full = full
        self.widget.full = full  # type: ignore[attr-defined]


class _FullOptions:
    full: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Draw a full choice out of reach, with the reason."""
        option = super().create_option(name, value, label, *args, **kwargs)  # type: ignore[misc]
        if str(value) in self.full:
            option["label"] = _("%(answer)s (full)") % {"answer": label}
            if not option["selected"]:
                option["attrs"]["disabled"] = True
        return option


class RadioChoices(_FullOptions, forms.RadioSelect):
    """One answer of a list, all in sight."""


class CheckboxChoices(_FullOptions, forms.CheckboxSelectMultiple):
    """Several answers of a list, all in sight."""


class OneChoiceField(ChoiceMixin, forms.ChoiceField):
    """One answer of a list."""

    widget = RadioChoices
    default_error_messages = {"required": CHOOSE, "invalid_choice": CHOOSE}


class SeveralChoicesField(ChoiceMixin, forms.MultipleChoiceField):
    """One or several answers of a list."""

    widget = CheckboxChoices
    default_error_messages = {
        "required": gettext_lazy("Choose one answer at least."),
        "invalid_choice": CHOOSE,
        "invalid_list": CHOOSE,
    }


class YesNoField(forms.ChoiceField):
    """Yes or no, both to be chosen: an empty box would say neither."""

    widget = forms.RadioSelect
    default_error_messages = {"required": CHOOSE, "invalid_choice": CHOOSE}

    def json_schema(self) -> dict[str, Any]:
        """A program says true or false."""
        return {"type": "boolean"}

    def from_json(self, value: bool) -> list[str]:
        """Return `value` as a browser would send it."""
        return ["yes" if value else "no"]


def field_of(question: Question) -> forms.Field:
    """Return a new form field for `question`; whether it is required is the form's business."""
    common = {"label": question.wording, "help_text": _help(question), "required": question.required}
    return _MAKERS[question.kind](question, common)


def _help(question: Question) -> str:
    if question.condition is None:
        return question.help
    asked, answer = question.condition_words
    only = _("Only if you answered “%(answer)s” to “%(question)s”.") % {"answer": answer, "question": asked}
    return f"{only} {question.help}".strip()


def _text(_question: Question, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=LONGEST_TEXT, validators=[check_visible], **common)


def _long_text(_question: Question, common: dict[str, Any]) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=LONGEST_LONG_TEXT, validators=[check_visible], widget=widget, **common)


def _number(question: Question, common: dict[str, Any]) -> forms.Field:
    bounds = {"min_value": _decimal(question.least), "max_value": _decimal(question.most)}
    field = forms.DecimalField(max_digits=12, decimal_places=2, localize=True, **bounds, **common)
    field.widget.attrs["inputmode"] = "decimal"
    return field


def _decimal(bound: int | None) -> Decimal | None:
    return None if bound is None else Decimal(bound)


def _age(_question: Question, common: dict[str, Any]) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=OLDEST, **common)


def _day(validate: Callable[[dt.date], None], **attrs: str) -> Any:
    def make(_question: Question, common: dict[str, Any]) -> forms.Field:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})
        return forms.DateField(widget=widget, validators=[validate], **common)

    return make


def _choice(question: Question, common: dict[str, Any]) -> forms.Field:
    return OneChoiceField(choices=[(one.id, one.words) for one in question.choices], **common)


def _choices(question: Question, common: dict[str, Any]) -> forms.Field:
    return SeveralChoicesField(choices=[(one.id, one.words) for one in question.choices], **common)


def _yes_no(question: Question, common: dict[str, Any]) -> forms.Field:
    return YesNoField(choices=[(one.id, one.words) for one in question.choices], **common)


def _consent(_question: Question, common: dict[str, Any]) -> forms.Field:
    message = _("Tick the box to register, or call us.")
    return forms.BooleanField(error_messages={"required": message}, **common)


_MAKERS: dict[str, Callable[[Question, dict[str, Any]], forms.Field]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "date": _day(check_day),
    "file": lambda _question, common: AnswerFileField(**common),
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "consent": _consent,
    "phone": lambda _question, common: PhoneField(max_length=40, **common),
    "email": lambda _question, common: EmailAnswerField(max_length=254, **common),
    "postal_code": lambda _question, common: PostalCodeField(max_length=20, **common),
    "age_bracket": _choice,
    "age": _age,
    "birth_date": _day(check_birth, autocomplete="bday"),
}
