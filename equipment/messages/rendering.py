"""From the keys of a message to the e-mail or the text message, signed by the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.messages import sending
from equipment.messages.sending import kept_need, open_loan, own_url, standing_donation, standing_need
from equipment.models import DonationState, NeedState
from equipment.prices import grid_of, price_range
from maillage.outbox.renderers import EmailContent, labelled
from maillage.outbox.sms import SmsContent
from maillage.privacy.contacts import display_phone

if TYPE_CHECKING:
    from datetime import date

    from equipment.models import Donation, Need
    from equipment.models.kept_contact import KeptContact
    from maillage.outbox.renderers import Renderer
    from maillage.places.models import Organization


def format_day(day: date) -> str:
    """Return « samedi 5 décembre »."""
    return date_format(day, "l j F")


@labelled(gettext_lazy("A request for a machine was received"))
def render_need_received(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail about a request that waits; None once it is over."""
    need = _need(params, NeedState.WAITING)
    if need is None:
        return None
    return _email(need, _("We have received your request for a machine"), "need_received", link=own_url(need))


@labelled(gettext_lazy("A machine is kept for somebody"))
def render_machine_kept(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail that says until when; None once the machine is kept no longer."""
    return _kept(params, _("A computer is kept for you until %(day)s"))


@labelled(gettext_lazy("Reminder: a machine is kept for somebody"))
def render_kept_reminder(params: dict[str, Any]) -> EmailContent | None:
    """Return the reminder; None once the machine was fetched, released, or kept until another day."""
    return _kept(params, _("Your computer waits for you until %(day)s"))


@labelled(gettext_lazy("A machine is no longer kept for somebody"))
def render_no_longer_kept(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail to somebody who did not come."""
    need = _need(params, NeedState.LAPSED)
    return need and _email(need, _("The computer is no longer kept for you"), "no_longer_kept")


@labelled(gettext_lazy("A loan ends"))
def render_loan_due(params: dict[str, Any]) -> EmailContent | None:
    """Return the reminder of a loan; None once the machine is back, or the day has changed."""
    loan = open_loan(params)
    if loan is None or not loan.email:
        return None
    day = format_day(loan.due_on)
    late = loan.due_on < timezone.localdate()
    title = (
        _("The computer that we lent you was to come back on %(day)s")
        if late
        else _("The computer that we lent you comes back on %(day)s")
    )
    return EmailContent(
        to=loan.email,
        subject=title % {"day": day},
        text=_text("loan_due", loan.machine.organization, loan=loan, day=day, late=late),
        reply_to=loan.machine.organization.email,
    )


@labelled(gettext_lazy("A donation was announced"))
def render_donation_received(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail that thanks; None once the donation is on its way or over."""
    donation = _donation(params, DonationState.ANNOUNCED)
    if donation is None:
        return None
    return _email(donation, _("Thank you for your donation"), "donation_received", link=own_url(donation))


@labelled(gettext_lazy("The day of a donation is agreed"))
def render_donation_agreed(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail with the day and time; None when they have changed since."""
    donation = _donation(params, DonationState.AGREED)
    if donation is None or donation.appointment_at is None:
        return None
    if donation.appointment_at.isoformat() != params["at"]:
        return None
    when = date_format(timezone.localtime(donation.appointment_at), _("l j F Y \\a\\t G:i"))
    subject = _("Your donation: %(when)s") % {"when": when}
    return _email(donation, subject, "donation_agreed", when=when, link=own_url(donation))


RENDERERS: dict[str, Renderer] = {
    sending.NEED_RECEIVED: render_need_received,
    sending.MACHINE_KEPT: render_machine_kept,
    sending.KEPT_REMINDER: render_kept_reminder,
    sending.NO_LONGER_KEPT: render_no_longer_kept,
    sending.LOAN_DUE: render_loan_due,
    sending.DONATION_RECEIVED: render_donation_received,
    sending.DONATION_AGREED: render_donation_agreed,
}


def _kept(params: dict[str, Any], subject: str) -> EmailContent | None:
    need = kept_need(params)
    if need is None or need.machine is None or need.kept_until is None or not need.email:
        return None
    day = format_day(need.kept_until)
    prices = [price for price in grid_of(need.machine) if price.situation == need.situation]
    place = need.machine.shelf.place if need.machine.shelf else None
    return _email(
        need,
        subject % {"day": day},
        "machine_kept",
        machine=need.machine,
        day=day,
        price=price_range(prices),
        place=place,
        link=own_url(need),
    )


def _need(params: dict[str, Any], state: NeedState) -> Need | None:
    need = standing_need(params, state)
    return need if need and need.email else None


def _donation(params: dict[str, Any], state: DonationState) -> Donation | None:
    donation = standing_donation(params, state)
    return donation if donation and donation.email else None


def _email(row: Need | Donation, subject: str, template: str, **context: Any) -> EmailContent:
    return EmailContent(
        to=row.email,
        subject=subject,
        text=_text(template, row.organization, row=row, **context),
        reply_to=row.organization.email,
    )


def _text(template: str, organization: Organization, **context: Any) -> str:
    return render_to_string(f"equipment/mail/{template}.txt", {"organization": organization, **context})


@labelled(gettext_lazy("A machine is kept for somebody"))
def sms_machine_kept(params: dict[str, Any]) -> SmsContent | None:
    """Return the text that says until when; None once the machine is kept no longer."""
    need = kept_need(params)
    if need is None or need.kept_until is None:
        return None
    told = {"day": format_day(need.kept_until), "reference": need.reference}
    sentence = _("A computer is kept for you until %(day)s (request %(reference)s). Call us before you come.")
    return _sms(need, need.organization, sentence % told)


@labelled(gettext_lazy("A machine is no longer kept for somebody"))
def sms_no_longer_kept(params: dict[str, Any]) -> SmsContent | None:
    """Return the text to somebody who did not come."""
    need = standing_need(params, NeedState.LAPSED)
    if need is None:
        return None
    return _sms(need, need.organization, _("The computer is no longer kept for you."))


@labelled(gettext_lazy("A loan ends"))
def sms_loan_due(params: dict[str, Any]) -> SmsContent | None:
    """Return the reminder of a loan; None once the machine is back, or the day has changed."""
    loan = open_loan(params)
    if loan is None:
        return None
    late = loan.due_on < timezone.localdate()
    sentence = (
        _("The computer that we lent you was to come back on %(day)s. You need it longer? Call us.")
        if late
        else _("The computer that we lent you comes back on %(day)s. You need it longer? Call us.")
    )
    return _sms(loan, loan.machine.organization, sentence % {"day": format_day(loan.due_on)})


SMS_RENDERERS: dict[str, Renderer] = {
    sending.MACHINE_KEPT: sms_machine_kept,
    sending.KEPT_REMINDER: sms_machine_kept,
    sending.NO_LONGER_KEPT: sms_no_longer_kept,
    sending.LOAN_DUE: sms_loan_due,
}


def _sms(person: KeptContact, organization: Organization, sentence: str) -> SmsContent | None:
    """Return the text; None for who gave an e-mail address since, or has no phone any more."""
    if person.email or not person.phone:
        return None
    called = display_phone(organization.phone) if organization.phone else ""
    return SmsContent(to=person.phone, text=f"{organization.name} : {sentence} {called}".strip())
