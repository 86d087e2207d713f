"""Several of a few choices, kept in one column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable


class SeveralChoicesField(models.JSONField):
    """A JSON list of values of `choices`. A subclass says how one is read when it is no text."""

    coerce: Callable[[str], Any] = str

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return check boxes, one for each choice."""
        return forms.TypedMultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
            choices=self.choices,
            coerce=self.coerce,
            widget=forms.CheckboxSelectMultiple,
            initial=self.get_default(),
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse anything but a list of known values.

        Raises:
            ValidationError: `value` is no list, holds an unknown value, or is empty where it may not be.
        """
        known = {each for each, _label in self.choices}
        if not isinstance(value, list) or not set(value) <= known:
            raise ValidationError(_("Choose among the answers offered."), code="invalid_choice")
        if not value and not self.blank:
            raise ValidationError(_("Choose at least one answer."), code="blank")
