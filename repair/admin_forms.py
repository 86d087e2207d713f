"""The forms of the admin's screens: each offers only what is one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from maillage.bookings.models import Session
from maillage.places.admin import OrganizationScopedForm
from maillage.places.models import Organization
from repair.free_text import refuse_passwords
from repair.models import DateSkill, Fixer, HouseRules, RepairCafePage, RepairRecord
from repair.services.published import publish_rules
from repair.services.records import provider_of, save_record


class RepairRecordForm(WagtailAdminModelForm):
    """A record: whose it is, and whether somebody has read its words again."""

    organization = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organization.objects.none(),
        help_text=_("Whose repair café it was."),
    )
    words_read = forms.BooleanField(
        label=_("I have read the text again: it names nobody"),
        required=False,
        help_text=_("Without a tick, a text that may name somebody stays out of the open data."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organization.objects.for_user(self.for_user) if self.for_user else Organization.objects.all()
        field = self.fields["organization"]
        field.queryset = own
        if self.instance.pk:
            field.initial = self.instance.provider.organization_id
            # Imported open data belong to nobody here.
            field.required = field.initial is not None
            field.disabled = True
        elif len(own) == 1:
            field.initial = own[0].pk
        if "fixers" in self.fields:
            self.fields["fixers"].queryset = Fixer.objects.filter(organization__in=own)

    def clean(self) -> dict[str, Any]:
        """Refuse passwords in what is published."""
        cleaned: dict[str, Any] = super().clean()
        try:
            refuse_passwords(cleaned.get("problem") or "", cleaned.get("category"))
        except ValidationError as error:
            self.add_error("problem", error)
        return cleaned

    def save(self, commit: bool = True) -> RepairRecord:
        """Save by the service, which numbers the record and counts it."""
        record: RepairRecord = super().save(commit=False)
        if record.pk is None:
            record.provider = provider_of(self.cleaned_data["organization"])
        save_record(record, words_read=self.cleaned_data["words_read"])
        self.save_m2m()
        return record


class HouseRulesForm(OrganizationScopedForm):
    """House rules; each save is a new version, in force at once."""

    def save(self, commit: bool = True) -> HouseRules:
        """Publish what was typed as the next version."""
        return publish_rules(super().save(commit=False))


class DateSkillForm(WagtailAdminModelForm):
    """A skill on a date of one of the user's repair cafés."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organization.objects.for_user(self.for_user)
        dates = Session.objects.upcoming().filter(
            organization__in=own, page__in=RepairCafePage.objects.values("page_ptr")
        )
        self.fields["session"].queryset = dates.select_related("page")
        self.fields["session"].label_from_instance = lambda date: f"{date} – {date.page.title}"

    class Meta:
        model = DateSkill
        fields = ("session", "skill")


class InsuranceForm(OrganizationScopedForm):
    """An insurance certificate: a PDF or a picture, and its days."""

    def clean(self) -> dict[str, Any]:
        """Hold the days in order."""
        cleaned: dict[str, Any] = super().clean()
        begins, ends = cleaned.get("valid_from"), cleaned.get("expires_on")
        if begins and ends and ends <= begins:
            self.add_error("expires_on", ValidationError(_("Type a day after the first one.")))
        return cleaned
