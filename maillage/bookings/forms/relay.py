"""Registered by somebody else: a daughter, a neighbour, a social worker, whose contact stands in."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import RelayRole
from .names import NAME_LENGTH, check_name


class RelayMixin(forms.Form):
    """Who types the form when it is not the person who comes. Empty for most."""

    RELAY_FIELDS = ("relay_name", "relay_role")

    relay_name = forms.CharField(
        label=_("The name of who registers them"),
        required=False,
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relay_role = forms.ChoiceField(
        label=_("Who are you to this person?"),
        required=False,
        choices=RelayRole.choices,
        widget=forms.RadioSelect,
    )

    def clean_relay(self) -> None:
        """Ask for the name and the role together, or for neither."""
        name, role = self.cleaned_data.get("relay_name"), self.cleaned_data.get("relay_role")
        if role and not name and "relay_name" not in self.errors:
            self.add_error("relay_name", ValidationError(_("Type your own name."), code="required"))
        if name and not role and "relay_role" not in self.errors:
            self.add_error("relay_role", ValidationError(_("Say who you are."), code="required"))
