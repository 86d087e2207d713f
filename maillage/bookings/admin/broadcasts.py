"""Write to everybody of a date or of its series: the text, then what it gives, then it leaves."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from maillage.bookings.admin.screens import SessionScreen
from maillage.bookings.messages.kinds import VARIABLES
from maillage.bookings.messages.rendering import compose
from maillage.bookings.models import Registration, RegistrationStatus, Session
from maillage.bookings.rules import as_lived_by
from maillage.bookings.services.notifications import people_to_write_to, send_broadcast
from maillage.outbox.texts import VARIABLE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from maillage.outbox.renderers import EmailContent


class BroadcastForm(forms.Form):
    """To whom, about which dates, and the text."""

    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("To whom?"),
        choices=RegistrationStatus.choices,
        initial=[RegistrationStatus.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one group of people.")},
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Of which dates?"),
        choices=[
            ("date", gettext_lazy("This date only")),
            ("series", gettext_lazy("All the dates of this series")),
        ],
        initial="date",
        widget=forms.RadioSelect,
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=120,
        help_text=gettext_lazy("For example: Bring your charger on Tuesday."),
    )
    body = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("The greeting, the date and your phone number are written around it."),
    )

    def __init__(self, data: Any = None, *, session: Session, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if session.series_id is None:
            del self.fields["scope"]

    @property
    def whole_series(self) -> bool:
        """Whether all the dates of the series are meant."""
        return self.cleaned_data.get("scope") == "series"

    def clean_subject(self) -> str:
        """Hold the words in braces to those that stand for something."""
        return _checked(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        """Hold the words in braces to those that stand for something."""
        return _checked(self.cleaned_data["body"])


def _checked(text: str) -> str:
    unknown = [name for name in VARIABLE.findall(text) if name not in VARIABLES]
    if unknown:
        known = " ".join(f"{{{name}}}" for name in VARIABLES)
        message = _("{%(unknown)s} stands for nothing here. You can write: %(known)s")
        raise ValidationError(message % {"unknown": unknown[0][:40], "known": known}, code="unknown")
    return text


class BroadcastView(SessionScreen):
    """POST without « send » shows the preview; with it, writes."""

    template_name = "bookings/admin/broadcast.html"
    page_title = gettext_lazy("Write to everybody")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the words in braces, and the messages sent before."""
        kwargs.setdefault("form", BroadcastForm(session=self.session))
        return super().get_context_data(
            variables=VARIABLES.items(),
            form_key=self.request.POST.get("form_key", "")[:64] or uuid.uuid4().hex,
            earlier=self.session.broadcasts.all()[:5],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what it gives and for how many, or send it."""
        form = BroadcastForm(request.POST, session=self.session)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        people = people_to_write_to(
            self.session, form.cleaned_data["statuses"], whole_series=form.whole_series
        )
        if "send" in request.POST:
            return self._send(request, form)
        return self.render_to_response(self.get_context_data(form=form, **self._preview(form, people)))

    def _preview(self, form: BroadcastForm, people: Any) -> dict[str, Any]:
        rows = list(people.select_related("organization", "organization__page"))
        with_email = [row for row in rows if row.email]
        return {
            "previewing": True,
            "count": len(rows),
            "email_count": len(with_email),
            "call_count": len(rows) - len(with_email),
            "sample": self._sample(form, with_email[0]) if with_email else None,
        }

    def _sample(self, form: BroadcastForm, person: Registration) -> EmailContent:
        dates = Session.objects.for_cards().filter(registrations=person).order_by("start")
        if not form.whole_series:
            dates = dates.filter(pk=self.session.pk)
        text = form.cleaned_data
        return compose(person, as_lived_by(person, dates), subject=text["subject"], body=text["body"])

    def _send(self, request: HttpRequest, form: BroadcastForm) -> HttpResponse:
        broadcast = send_broadcast(
            self.session,
            statuses=form.cleaned_data["statuses"],
            subject=form.cleaned_data["subject"],
            body=form.cleaned_data["body"],
            user=request.user,
            key=request.POST.get("form_key", "")[:64] or uuid.uuid4().hex,
            whole_series=form.whole_series,
        )
        count = broadcast.recipients
        sentence = ngettext(
            "The message leaves to %(count)d person.", "The message leaves to %(count)d people.", count
        )
        messages.success(request, sentence % {"count": count})
        return redirect(self.list_url)
