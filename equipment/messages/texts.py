"""Text messages, for those who left no e-mail address: one sentence, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.models import NeedState
from maillage.outbox.renderers import labelled
from maillage.outbox.sms import SmsContent
from maillage.privacy.contacts import display_phone

from . import sending
from .days import day_in_words
from .standing import kept_need, open_loan, standing_need

if TYPE_CHECKING:
    from equipment.models.keeping import KeptContact
    from maillage.outbox.renderers import Renderer
    from maillage.places.models import Organization


@labelled(gettext_lazy("A machine is kept for somebody"))
def render_machine_kept(params: dict[str, Any]) -> SmsContent | None:
    """Return the text that says until when; None once the machine is kept no longer."""
    need = kept_need(params)
    if need is None or need.kept_until is None:
        return None
    told = {"day": day_in_words(need.kept_until), "reference": need.reference}
    sentence = _("A computer is kept for you until %(day)s (request %(reference)s). Call us before you come.")
    return _sms(need, need.organization, sentence % told)


@labelled(gettext_lazy("A machine is no longer kept for somebody"))
def render_no_longer_kept(params: dict[str, Any]) -> SmsContent | None:
    """Return the text to somebody who did not come."""
    need = standing_need(params, NeedState.LAPSED)
    if need is None:
        return None
    return _sms(need, need.organization, _("The computer is no longer kept for you."))


@labelled(gettext_lazy("A loan ends"))
def render_loan_due(params: dict[str, Any]) -> SmsContent | None:
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
    return _sms(loan, loan.machine.organization, sentence % {"day": day_in_words(loan.due_on)})


SMS_RENDERERS: dict[str, Renderer] = {
    sending.MACHINE_KEPT: render_machine_kept,
    sending.KEPT_REMINDER: render_machine_kept,
    sending.NO_LONGER_KEPT: render_no_longer_kept,
    sending.LOAN_DUE: render_loan_due,
}


def _sms(person: KeptContact, organization: Organization, sentence: str) -> SmsContent | None:
    """Return the text; None for who gave an e-mail address since, or has no phone any more."""
    if person.email or not person.phone:
        return None
    called = display_phone(organization.phone) if organization.phone else ""
    return SmsContent(to=person.phone, text=f"{organization.name} : {sentence} {called}".strip())
