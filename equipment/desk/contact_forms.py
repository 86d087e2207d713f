"""What the forms of the desk share: a name, a way to reach the person, until when both are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from equipment.conf import get_conf
from maillage.places.forms import OrganizationScopedForm
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email


class ContactRowForm(OrganizationScopedForm):
    """A row that names somebody. `kept_days` is the setting that says how long."""

    kept_days = "NEED_KEPT_DAYS"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "phone" in self.fields:
            field = self.fields["phone"]
            self.fields["phone"] = PhoneField(label=field.label, required=False)
        if self.instance.pk and "organization" in self.fields:
            self.fields["organization"].disabled = True

    def clean_email(self) -> str:
        """Return the address in its kept form, or raise with what to type instead."""
        typed: str = self.cleaned_data["email"]
        try:
            return normalize_email(typed) if typed else ""
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error

    def save(self, commit: bool = True) -> Any:
        """Give a new row its day of forgetting."""
        if self.instance.expires_on is None:
            days = timedelta(days=get_conf()[self.kept_days])
            self.instance.expires_on = timezone.localdate() + days
        return super().save(commit=commit)


class DecisionField(forms.ChoiceField):
    """What to do beside saving: nothing, unless somebody chooses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.RadioSelect, **kwargs)
