"""Several categories kept in one column."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class CategoriesField(models.JSONField):
    """A JSON list of the numbers of categories, without a double."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return check boxes, one for each category."""
        return forms.TypedMultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
            choices=self.choices,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            initial=self.get_default(),
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse anything but a list of known numbers.

        Raises:
            ValidationError: `value` is no list, holds an unknown number, or is empty where it may not be.
        """
        known = {number for number, _label in self.choices}
        if not isinstance(value, list) or not set(value) <= known:
            raise ValidationError(_("Choose among the answers offered."), code="invalid_choice")
        if not value and not self.blank:
            raise ValidationError(_("Choose at least one answer."), code="blank")
