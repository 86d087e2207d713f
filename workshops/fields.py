"""A short list of choices kept in one column."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ChoiceListField(models.JSONField):
    """Several of a few fixed choices, kept as a JSON list of their codes in the order of the choices."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return check boxes, one for each choice."""
        return forms.MultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
            choices=self.choices,
            widget=forms.CheckboxSelectMultiple,
            initial=self.get_default(),
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse anything but a list of known codes.

        Raises:
            ValidationError: `value` is no list, holds an unknown code, or is empty where it may not be.
        """
        known = {code for code, _label in self.choices}
        if not isinstance(value, list) or not set(value) <= known:
            raise ValidationError(_("Choose among the answers offered."), code="invalid_choice")
        if not value and not self.blank:
            raise ValidationError(_("Choose at least one answer."), code="blank")

    def labels(self, codes: list[str]) -> list[str]:
        """Return the words of `codes`, in the order of the choices; unknown codes are left out."""
        return [str(label) for code, label in self.flatchoices if code in codes]
