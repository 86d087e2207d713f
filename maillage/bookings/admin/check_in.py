"""Who comes, noted on a phone or on the attendance sheet."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import segno
from django import forms
from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.admin.offline_actions import TapForm, TapScreen, TapsMixin
from maillage.bookings.admin.screens import DayScreen
from maillage.bookings.forms.fields import NAME_LENGTH, check_name
from maillage.bookings.models import Attendance, Guardian, Session
from maillage.bookings.services.attendance import (
    cash_totals,
    note_attendance,
    note_payment,
    offered_payment_methods,
    presence,
    registered_on,
)
from maillage.bookings.services.registrations import register_walk_in
from maillage.privacy.access import record_access

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.admin.offline_actions import Noted

MOST_VISITORS = 50


class AttendanceForm(TapForm):
    """Whether somebody came, and how many they were."""

    registration = forms.UUIDField(widget=forms.HiddenInput)
    attendance = forms.ChoiceField(choices=Attendance.choices)
    present_seats = forms.IntegerField(
        label=gettext_lazy("How many came"), required=False, min_value=1, max_value=999
    )

    def save(self) -> None:
        """Write it."""
        data = self.cleaned_data
        note_attendance(
            self.session,
            data["registration"],
            attendance=data["attendance"],
            present_seats=data["present_seats"],
            at=self.at,
        )


class PaymentForm(TapForm):
    """How much somebody paid, and how. Without an amount, the note is taken back."""

    registration = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.DecimalField(
        label=gettext_lazy("Euros"),
        required=False,
        min_value=Decimal(0),
        max_digits=7,
        decimal_places=2,
        localize=True,
        error_messages={"invalid": gettext_lazy("Type an amount in euros, for example 2,50.")},
    )
    means = forms.ChoiceField(label=gettext_lazy("Means of payment"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = offered_payment_methods(self.session.organization)
        self.fields["means"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the means of an amount."""
        data = super().clean() or {}
        if data.get("amount") and not data.get("means") and "means" not in self.errors:
            self.add_error("means", gettext_lazy("Choose a means of payment in the list."))
        return data

    def save(self) -> None:
        """Write it."""
        data = self.cleaned_data
        note_payment(
            self.session, data["registration"], amount=data["amount"], means=data["means"], at=self.at
        )


class WalkInForm(TapForm):
    """People who come without having registered."""

    name = forms.CharField(
        label=gettext_lazy("Name, if they wish"),
        required=False,
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("How many people"),
        initial=1,
        min_value=1,
        max_value=MOST_VISITORS,
        error_messages={"required": gettext_lazy("Type a number, for example 1.")},
    )

    def save(self) -> None:
        """Write it; the nonce makes a double tap one visit."""
        data = self.cleaned_data
        register_walk_in(self.session, name=data["name"], seats=data["seats"], key=data["nonce"], at=self.at)


TAPS: dict[str, type[TapForm]] = {
    "attendance": AttendanceForm,
    "payment": PaymentForm,
    "walk_in": WalkInForm,
}


class CheckInView(TapScreen):
    """The list of a date on a phone: present, absent, excused, paid, and those who just come."""

    template_name = "bookings/admin/check_in.html"
    taps = TAPS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, and write down who saw it."""
        context = self.get_context_data(**kwargs)
        record_access(
            request.user,
            what="bookings.check_in",
            reference=self.session.public_id,
            rows=len(context["rows"]),
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people, what was noted about them and the forms."""
        kwargs.setdefault("walk_in_form", WalkInForm(session=self.session))
        return super().get_context_data(
            **self.people(),
            nonce=uuid.uuid4().hex,
            taps_url=self.address("bookings_check_in_taps"),
            sheet_url=self.address("bookings_sheet"),
            counts_url=self.address("bookings_counts"),
            cancel_url=self.cancel_url(),
            **kwargs,
        )

    def cancel_url(self) -> str:
        """Return where the user may cancel this date; empty when it is not theirs to cancel, or over."""
        if self.session.is_cancelled or self.session.end <= timezone.now():
            return ""
        user, this = self.request.user, {"pk": self.session.pk}
        if Session.objects.led_by(user).filter(**this).exists():
            return self.address("bookings_led_date_cancel")
        own = user.has_perm("bookings.change_session") and Session.objects.for_user(user).filter(**this)
        return self.address("bookings_date_cancel") if own else ""

    def people(self) -> dict[str, Any]:
        """Return what the list shows, in a number of queries that does not grow."""
        rows = list(registered_on(self.session))
        guardians = Guardian.objects.filter(registration__in=[row.registration_id for row in rows])
        by_registration = {guardian.registration_id: guardian for guardian in guardians}
        for row in rows:
            row.guardian = by_registration.get(row.registration_id)
        return {
            "rows": rows,
            "presence": presence(self.session),
            "box": cash_totals(self.session),
            "means": offered_payment_methods(self.session.organization),
            "states": _buttons(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note one thing, and show the list again where one was."""
        form = self.form_of(request.POST)
        if form is None:
            return HttpResponseBadRequest()
        was_full = self.session.is_full
        problem = form.note().problem
        if problem:
            messages.error(request, problem)
        elif isinstance(form, WalkInForm):
            messages.success(request, _written_down(was_full))
        anchor = request.POST.get("registration", "")
        return redirect(f"{request.path}#p-{anchor}" if anchor and not problem else request.path)


class TapsView(TapsMixin, CheckInView):
    """The same from a phone that kept them without network."""

    live_template_name = "bookings/admin/_check_in_people.html"

    def live_context(self, noted: Sequence[Noted]) -> dict[str, Any]:
        """Show the people as they are now."""
        return self.people()


def _buttons() -> list[tuple[str, str]]:
    """Return the states that somebody is noted in, as the buttons say them."""
    return [(state.value, str(state.label)) for state in Attendance if state != Attendance.UNKNOWN]


def _written_down(was_full: bool) -> str:
    if was_full:
        return _("Written down. The date was full: it has grown, count the chairs.")
    return _("Written down: they are present.")


# Lines left blank for those who just come.
BLANK_LINES = 5


class SheetView(DayScreen):
    """Who is registered, with room to sign; its QR code opens the list on a phone."""

    template_name = "bookings/admin/sheet.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the sheet, and write down who saw it."""
        rows = list(registered_on(self.session))
        record_access(request.user, what="bookings.sheet", reference=self.session.public_id, rows=len(rows))
        return self.render_to_response(self.get_context_data(rows=rows, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns that this date needs, and the code."""
        check_in = self.request.build_absolute_uri(self.address("bookings_check_in"))
        return super().get_context_data(
            blank_lines=range(BLANK_LINES),
            asks_photo=getattr(self.session.page.specific, "asks_photo", False),
            has_hours=self.session.slot_minutes is not None,
            check_in_url=self.address("bookings_check_in"),
            qr=qr_code(check_in),
            **kwargs,
        )


def qr_code(address: str) -> str:
    """Return an SVG image, safe in HTML, that a phone's camera reads as `address`."""
    drawing = segno.make(address, error="m").svg_inline(scale=3, border=2, svgclass="qr", omitsize=True)
    # Drawn by the library from dots: nothing of the address is in it as text.
    return mark_safe(drawing)  # noqa: S308
