"""« Bon de dépôt »: an object stays, its owner comes back for it, or nobody does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.forms import NAME_LENGTH, check_name
from maillage.places.permissions import scope_to_user
from maillage.privacy.access import record_access
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email
from repair.bench.sheet import BenchScreen, SheetScreen
from repair.conf import get_conf
from repair.errors import RepairDayError
from repair.models import DepositSlip
from repair.services.deposits import collect, give_up, leave_object, ways_out

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class DepositForm(forms.Form):
    """A name, a way to reach them, and the day until which the object is kept."""

    name = forms.CharField(
        label=gettext_lazy("Name of the owner"),
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the name: the object stays without its owner.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Phone"), required=False, widget=forms.TelInput(attrs={"autocomplete": "off"})
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("The phone or the e-mail: one is enough. We write a reminder to the e-mail."),
    )
    collect_before = forms.DateField(
        label=gettext_lazy("To be collected before"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose until when the object is kept.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collect_before"].initial = timezone.localdate() + timedelta(
            days=get_conf()["DEPOSIT_DAYS"]
        )

    def clean_email(self) -> str:
        """Return the address as it is kept."""
        typed = self.cleaned_data["email"]
        try:
            return normalize_email(typed) if typed else ""
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean_collect_before(self) -> Any:
        """Hold the day between tomorrow and the longest delay."""
        day, today = self.cleaned_data["collect_before"], timezone.localdate()
        longest = get_conf()["LONGEST_DEPOSIT_DAYS"]
        if not today < day <= today + timedelta(days=longest):
            raise ValidationError(
                _("Choose a day from tomorrow on, within %(days)d days."), params={"days": longest}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the owner."""
        data = super().clean() or {}
        given = data.get("phone") or data.get("email")
        if not given and not self.has_error("phone") and not self.has_error("email"):
            self.add_error("phone", _("Type a phone number or an e-mail address."))
        return data


class GiveUpForm(forms.Form):
    """Where an object goes that nobody takes back."""

    way = forms.ChoiceField(
        label=gettext_lazy("Where does it go?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose where the object goes."),
            "invalid_choice": gettext_lazy("Choose where the object goes."),
        },
    )
    owner_agrees = forms.BooleanField(label=gettext_lazy("The owner agrees to give it up"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways_out()  # type: ignore[attr-defined]


OVER_SHOWN = 30


class DepositView(SheetScreen):
    """Write the slip of an object that stays; once written, print it."""

    template_name = "repair/bench/deposit.html"

    @property
    def slip(self) -> DepositSlip | None:
        """The slip of this sheet, once it was written."""
        return DepositSlip.objects.filter(sheet=self.sheet).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, filled in with the slip there is."""
        slip = self.slip
        known = ("name", "phone", "email", "collect_before")
        if "form" not in kwargs:
            initial = {name: getattr(slip, name) for name in known} if slip else {}
            kwargs["form"] = DepositForm(initial=initial)
        return super().get_context_data(slip=slip, record=self.record, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the slip, then show it ready to be printed."""
        form = DepositForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            leave_object(self.sheet, **form.cleaned_data)
        except RepairDayError as problem:
            form.add_error(None, str(problem))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, _("The slip is ready: print it, the owner keeps one."))
        return redirect(self.address("deposit_slip"))


class OneDepositScreen(SheetScreen):
    """A screen about a slip; 404 when the object did not stay."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the slip."""
        rows = scope_to_user(DepositSlip.objects.select_related("sheet__session"), request.user)
        found = rows.filter(sheet=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.slip = found
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slip."""
        return super().get_context_data(slip=self.slip, record=self.record, **kwargs)


class DepositSlipView(OneDepositScreen):
    """The slip on paper: one for the owner, one on the object."""

    template_name = "repair/bench/deposit_slip.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and write down who saw the name."""
        if self.slip.anonymized_at is None:
            record_access(request.user, what="repair.deposits", reference=self.sheet.public_id, rows=1)
        return super().get(request, *args, **kwargs)


class CollectedView(OneDepositScreen):
    """The owner came back for the object."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it."""
        try:
            collect(self.slip)
        except RepairDayError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The object was collected."))
        return redirect("repair_bench:deposits")


class GiveUpView(OneDepositScreen):
    """Nobody takes the object back: choose where it goes."""

    template_name = "repair/bench/give_up.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ways out."""
        kwargs.setdefault("form", GiveUpForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the object there, or say why not."""
        form = GiveUpForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            give_up(self.slip, user=request.user, **form.cleaned_data)
        except (RepairDayError, ValidationError) as problem:
            form.add_error(None, problem if isinstance(problem, ValidationError) else str(problem))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, _("The object goes on its way."))
        return redirect("repair_bench:deposits")


class DepositsView(BenchScreen):
    """Every object that waits for its owner: those to call, those to come, those that left."""

    template_name = "repair/bench/deposits.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the lists, and write down who saw the names."""
        rows = scope_to_user(DepositSlip.objects.select_related("sheet__session__page"), request.user)
        waiting = list(rows.filter(collected_at=None, abandoned_at=None).order_by("collect_before", "pk"))
        over = list(
            rows.exclude(collected_at=None, abandoned_at=None).order_by("-left_on", "-pk")[:OVER_SHOWN]
        )
        if waiting:
            record_access(request.user, what="repair.deposits", rows=len(waiting))
        return self.render_to_response(self.get_context_data(waiting=waiting, over=over, **kwargs))
