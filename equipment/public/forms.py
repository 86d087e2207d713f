"""What residents are asked: as little as the request needs."""

from __future__ import annotations

import unicodedata
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from equipment.axes import Kind, Situation
from equipment.models import DonationWay, DonorKind, Machine, Price, WorkshopRules
from maillage.places.models import Organization
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email

CONTACT = ("contact_name", "phone", "email")
FARTHEST_DAYS = 180
TEN = time(10)
_ASKED_TO_FETCH = (
    ("street", _("Type the address where to fetch it.")),
    ("commune", _("Type your commune.")),
)


def check_visible(text: str) -> None:
    """Raise ValidationError for signs that no keyboard types; a line may end."""
    if any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in text):
        raise ValidationError(_("This text holds signs that cannot be read. Type it again."))


def equipping_organizations() -> Any:
    """Return the organisations that have machines, prices or rules: those that equip people."""
    equips = Q()
    for rows in (Machine.objects, Price.objects, WorkshopRules.objects):
        equips |= Q(pk__in=rows.order_by().values("organization"))  # type: ignore[attr-defined]
    return Organization.objects.filter(equips).order_by("name")


class ContactForm(forms.Form):
    """A name, and one way to reach the person."""

    contact_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[check_visible],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
    )
    phone = PhoneField(label=_("Your phone"), required=False, help_text=_("For example 06 39 98 12 34."))
    email = forms.CharField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("For example claude@maison.example."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            self.fields[name].one_of_several = True  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """Return the address in its kept form, or raise with what to type instead."""
        typed: str = self.cleaned_data["email"]
        if not typed:
            return ""
        try:
            return normalize_email(typed)
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean(self) -> dict[str, Any]:
        """Check that the person can be reached in one way at least."""
        data = super().clean() or self.cleaned_data
        if not {"phone", "email"} & set(self.errors) and not (data.get("phone") or data.get("email")):
            message = _("Type a phone number or an e-mail address.")
            self.add_error("phone", ValidationError(message, code="contact_required"))
        return data

    @property
    def contact(self) -> dict[str, str]:
        """The name and the ways to reach the person, cleaned."""
        return {name: self.cleaned_data[name] for name in CONTACT}


class ReservationForm(ContactForm):
    """For one machine: the situation makes the price, nothing proves it."""

    situation = forms.ChoiceField(
        label=_("Your situation"),
        choices=Situation.choices,
        initial=Situation.PERSON,
        widget=forms.RadioSelect,
        help_text=_("It sets the price. We believe you: no paper is asked."),
    )
    usage = forms.CharField(
        label=_("What do you need it for?"),
        required=False,
        max_length=300,
        validators=[check_visible],
        help_text=_("For example: school work, video calls, online services."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("situation", "usage", *CONTACT)


class OrganizationChoiceMixin(forms.Form):
    """Whom the form goes to; not asked where there is one."""

    organization = forms.ModelChoiceField(
        label=_("Which organisation?"),
        queryset=Organization.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose an organisation.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        field.queryset = equipping_organizations()  # type: ignore[attr-defined]
        own = list(field.queryset.values_list("pk", flat=True)[:2])  # type: ignore[attr-defined]
        if own:
            field.initial = own[0]
        if len(own) == 1:
            field.widget = forms.HiddenInput()


class NeedForm(OrganizationChoiceMixin, ReservationForm):
    """A request, when nothing in the stock suits."""

    wanted = forms.ChoiceField(label=_("What do you need?"), choices=Kind.choices, initial=Kind.LAPTOP)
    commune = forms.CharField(
        label=_("Your commune"),
        required=False,
        max_length=80,
        validators=[check_visible],
        help_text=_("To find a machine near you. For example: Redon."),
    )

    field_order = ("wanted", "situation", "usage", "commune", "organization", *CONTACT)


class DonationForm(OrganizationChoiceMixin, ContactForm):
    """What somebody gives, how it comes, and when it would suit them."""

    kind = forms.ChoiceField(
        label=_("You are"), choices=DonorKind.choices, initial=DonorKind.PERSON, widget=forms.RadioSelect
    )
    what = forms.CharField(
        label=_("What do you give?"),
        max_length=500,
        validators=[check_visible],
        help_text=_("For example: three laptops of about 2017 and their chargers."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what you give.")},
    )
    way = forms.ChoiceField(
        label=_("How does it come?"),
        choices=[(DonationWay.BROUGHT, _("I bring it")), (DonationWay.FETCHED, _("Come and fetch it"))],
        initial=DonationWay.BROUGHT,
        widget=forms.RadioSelect,
    )
    street = forms.CharField(
        label=_("Address where to fetch it"),
        required=False,
        max_length=160,
        validators=[check_visible],
        help_text=_("Only if we come. For example: 12 rue du Port."),
    )
    commune = forms.CharField(
        label=_("Your commune"), required=False, max_length=80, validators=[check_visible]
    )
    day = forms.DateField(
        label=_("Which day would suit you?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("We call you or write to you to agree on it."),
    )
    hour = forms.TimeField(
        label=_("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "is-short"}, format="%H:%M"),
    )
    wants_erasure_report = forms.BooleanField(
        label=_("I want the report of the erasures"), required=False, initial=True
    )
    wants_tax_receipt = forms.BooleanField(
        label=_("I ask for a tax receipt"),
        required=False,
        help_text=_("Only some organisations may issue one."),
    )

    field_order = (
        *("kind", "what", "way", "street", "commune", "day", "hour", "organization"),
        *CONTACT,
        *("wants_erasure_report", "wants_tax_receipt"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not WorkshopRules.objects.filter(issues_tax_receipts=True).exists():
            del self.fields["wants_tax_receipt"]

    def clean_day(self) -> Any:
        """Hold the day to the coming months."""
        day = self.cleaned_data["day"]
        today = timezone.localdate()
        if day and not today <= day <= today + timedelta(days=FARTHEST_DAYS):
            raise ValidationError(_("Choose a day in the coming six months."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the address when we come, and make one moment of the day and the hour."""
        data = super().clean()
        if data.get("way") == DonationWay.FETCHED:
            for name, message in _ASKED_TO_FETCH:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, message)
        else:
            data["street"] = ""
        if "wants_tax_receipt" not in self.fields:
            data["wants_tax_receipt"] = False
        return data

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the donation, but its organisation."""
        data = dict(self.cleaned_data)
        day, hour = data.pop("day"), data.pop("hour")
        data.pop("organization")
        data["appointment_at"] = timezone.make_aware(datetime.combine(day, hour or TEN)) if day else None
        return data
