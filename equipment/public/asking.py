"""« Demander un ordinateur », « Donner du matériel », « Réserver »: drawn, checked, limited, written once."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from equipment.conf import get_conf
from equipment.messages.sending import own_path
from equipment.models import Donation, DonationWay, DonorKind, Machine, Need, Price, WorkshopRules
from equipment.services.donations import announce
from equipment.services.needs import ask
from equipment.states import Kind, Situation
from maillage.places.codes import ALPHABET
from maillage.places.models import Organization
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email
from maillage.privacy.throttle import TooManyRequests
from maillage.web.form_protection import BoundedFormMixin, check_form_limits, protection_fields, spam_reason

if TYPE_CHECKING:
    from django.http import HttpResponse

CONTACT = ("contact_name", "phone", "email")
FARTHEST_DAYS = 180
TEN = time(10)
_ASKED_TO_FETCH = (
    ("street", gettext_lazy("Type the address where to fetch it.")),
    ("commune", gettext_lazy("Type your commune.")),
)


def check_visible(text: str) -> None:
    """Raise ValidationError for signs that no keyboard types; a line may end."""
    if any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in text):
        raise ValidationError(gettext_lazy("This text holds signs that cannot be read. Type it again."))


def equipping_organizations() -> Any:
    """Return the organisations that have machines, prices or rules: those that equip people."""
    equips = Q()
    for rows in (Machine.objects, Price.objects, WorkshopRules.objects):
        equips |= Q(pk__in=rows.order_by().values("organization"))  # type: ignore[attr-defined]
    return Organization.objects.filter(equips).order_by("name")


class ContactForm(forms.Form):
    """A name, and one way to reach the person."""

    contact_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        validators=[check_visible],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Type your name.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Your phone"),
        required=False,
        help_text=gettext_lazy("For example 06 39 98 12 34."),
    )
    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("For example claude@maison.example."),
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
            message = gettext_lazy("Type a phone number or an e-mail address.")
            self.add_error("phone", ValidationError(message, code="contact_required"))
        return data

    @property
    def contact(self) -> dict[str, str]:
        """The name and the ways to reach the person, cleaned."""
        return {name: self.cleaned_data[name] for name in CONTACT}


class ReservationForm(ContactForm):
    """For one machine: the situation makes the price, nothing proves it."""

    situation = forms.ChoiceField(
        label=gettext_lazy("Your situation"),
        choices=Situation.choices,
        initial=Situation.PERSON,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It sets the price. We believe you: no paper is asked."),
    )
    usage = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        required=False,
        max_length=300,
        validators=[check_visible],
        help_text=gettext_lazy("For example: school work, video calls, online services."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ("situation", "usage", *CONTACT)


class OrganizationChoiceMixin(forms.Form):
    """Whom the form goes to; not asked where there is one."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("Which organisation?"),
        queryset=Organization.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose an organisation.")},
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

    wanted = forms.ChoiceField(
        label=gettext_lazy("What do you need?"), choices=Kind.choices, initial=Kind.LAPTOP
    )
    commune = forms.CharField(
        label=gettext_lazy("Your commune"),
        required=False,
        max_length=80,
        validators=[check_visible],
        help_text=gettext_lazy("To find a machine near you. For example: Redon."),
    )

    field_order = ("wanted", "situation", "usage", "commune", "organization", *CONTACT)


class DonationForm(OrganizationChoiceMixin, ContactForm):
    """What somebody gives, how it comes, and when it would suit them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("You are"),
        choices=DonorKind.choices,
        initial=DonorKind.PERSON,
        widget=forms.RadioSelect,
    )
    what = forms.CharField(
        label=gettext_lazy("What do you give?"),
        max_length=500,
        validators=[check_visible],
        help_text=gettext_lazy("For example: three laptops of about 2017 and their chargers."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a few words what you give.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How does it come?"),
        choices=[
            (DonationWay.BROUGHT, gettext_lazy("I bring it")),
            (DonationWay.FETCHED, gettext_lazy("Come and fetch it")),
        ],
        initial=DonationWay.BROUGHT,
        widget=forms.RadioSelect,
    )
    street = forms.CharField(
        label=gettext_lazy("Address where to fetch it"),
        required=False,
        max_length=160,
        validators=[check_visible],
        help_text=gettext_lazy("Only if we come. For example: 12 rue du Port."),
    )
    commune = forms.CharField(
        label=gettext_lazy("Your commune"), required=False, max_length=80, validators=[check_visible]
    )
    day = forms.DateField(
        label=gettext_lazy("Which day would suit you?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("We call you or write to you to agree on it."),
    )
    hour = forms.TimeField(
        label=gettext_lazy("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "is-short"}, format="%H:%M"),
    )
    wants_erasure_report = forms.BooleanField(
        label=gettext_lazy("I want the report of the erasures"), required=False, initial=True
    )
    wants_tax_receipt = forms.BooleanField(
        label=gettext_lazy("I ask for a tax receipt"),
        required=False,
        help_text=gettext_lazy("Only some organisations may issue one."),
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
            raise ValidationError(gettext_lazy("Choose a day in the coming six months."))
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


REFERENCE_LENGTH = 8


def reference_from(form_key: str, contact: dict[str, Any]) -> str:
    """Return the reference of what a form drawn with `form_key` writes: two presses write one row.

    Tied to who typed it, so that knowing the key of a form opens nothing.
    """
    who = "\n".join([form_key, *(contact.get(name) or "" for name in ("contact_name", "phone", "email"))])
    number = int.from_bytes(salted_hmac("equipment.form", who, algorithm="sha256").digest()[:8], "big")
    signs = []
    for _sign in range(REFERENCE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)


@method_decorator(never_cache, name="dispatch")
class AskingView(BoundedFormMixin, FormView):
    """A public form. A subclass says what is written, and where a second press finds it."""

    model: type[Need | Donation]
    refused_template_name = "equipment/public/refused.html"

    def write(self, form: ContactForm, reference: str) -> Need | Donation:
        """Write the row under this reference; raises EquipmentError."""
        raise NotImplementedError

    def form_valid(self, form: ContactForm) -> HttpResponse:
        """Write once, then lead to the person's own page."""
        if reason := spam_reason(self.request.POST):
            form.add_error(None, reason)
            return self.form_invalid(form)
        try:
            self._check_limits(form)
        except TooManyRequests as limit:
            message = _("Too many requests came from you. Wait a little, or call us.")
            return self.slow_down(self.request, limit, message)
        reference = reference_from(self.form_key, form.contact)
        return HttpResponseRedirect(own_path(self._written(reference) or self._write(form, reference)))

    def form_invalid(self, form: ContactForm) -> HttpResponse:
        """Draw what was typed again, with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what keeps programs out, and what makes two presses one."""
        return super().get_context_data(
            **protection_fields(self.request, self.phone),
            form_key=self.form_key if self.request.POST else uuid.uuid4().hex,
            **kwargs,
        )

    @property
    def phone(self) -> str:
        """The number to call without JavaScript; none where nobody was chosen yet."""
        return ""

    def _check_limits(self, form: ContactForm) -> None:
        conf = get_conf()
        check_form_limits(
            self.request,
            form.contact,
            scope="equipment",
            per_address=conf["REQUESTS_PER_ADDRESS_PER_HOUR"],
            per_contact=conf["REQUESTS_PER_CONTACT_PER_HOUR"],
        )

    @property
    def form_key(self) -> str:
        """What the form was drawn with; another one each time where a program sends none."""
        return self.request.POST.get("form_key", "")[:64] or uuid.uuid4().hex

    def _written(self, reference: str) -> Need | Donation | None:
        return self.model.objects.filter(reference=reference, anonymized_at=None).first()

    def _write(self, form: ContactForm, reference: str) -> Need | Donation:
        try:
            with transaction.atomic():
                return self.write(form, reference)
        except IntegrityError:
            # The second press came while the first was being written.
            if (written := self._written(reference)) is not None:
                return written
            raise


class OrganizationAskingView(AskingView):
    """A form that goes to one of the organisations."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether there is one to go to."""
        context = super().get_context_data(**kwargs)
        form: OrganizationChoiceMixin = context["form"]
        return {**context, "takes_requests": form.fields["organization"].initial is not None}


class NeedView(OrganizationAskingView):
    """A request for a machine that is not there yet: people and associations."""

    model = Need
    form_class = NeedForm
    template_name = "equipment/public/need.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from the kind and the situation that the link names."""
        asked = self.request.GET
        offered = {"wanted": (asked.get("genre"), Kind), "situation": (asked.get("situation"), Situation)}
        return {name: value for name, (value, known) in offered.items() if value in known.values}

    def write(self, form: ContactForm, reference: str) -> Need:
        """Write the request."""
        data = dict(form.cleaned_data)
        return ask(data.pop("organization"), reference=reference, **data)


class DonationView(OrganizationAskingView):
    """What somebody gives."""

    model = Donation
    form_class = DonationForm
    template_name = "equipment/public/donation.html"

    def write(self, form: ContactForm, reference: str) -> Donation:
        """Write the donation."""
        assert isinstance(form, DonationForm)  # noqa: S101 - for the type checker: it is the view's own form
        return announce(form.cleaned_data["organization"], reference=reference, **form.columns)
