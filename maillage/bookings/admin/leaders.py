"""Who leads a date, by their e-mail addresses: an association reads no list of other accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..querysets import KEEPS_REGISTRATIONS, LEADS_DATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser

SEPARATORS = re.compile(r"[\s,;]+")
MOST_LEADERS = 10


class LeadersField(forms.CharField):
    """E-mail addresses of accounts; cleans to the users, in the order of the addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": _("Who leads"),
                "required": False,
                "max_length": 1_000,
                "help_text": _(
                    "The e-mail addresses of their accounts, with a comma between them. They see who comes "
                    "to this date, note who is there, and may cancel it."
                ),
                **kwargs,
            }
        )

    def clean(self, value: Any) -> list[AbstractBaseUser]:
        """Find the accounts; raise ValidationError for an address that opens none that may lead."""
        addresses = [part for part in SEPARATORS.split(super().clean(value)) if part]
        if len(addresses) > MOST_LEADERS:
            raise ValidationError(_("Name ten people at most."), code="too_many")
        return [self._find(address) for address in addresses]

    @staticmethod
    def in_words(users: Iterable[AbstractBaseUser]) -> str:
        """Return what the field shows for `users`."""
        return ", ".join(getattr(user, user.get_email_field_name()) for user in users)

    def _find(self, address: str) -> AbstractBaseUser:
        model = get_user_model()
        users = model._default_manager.filter(
            **{f"{model.get_email_field_name()}__iexact": address}, is_active=True
        )
        user = users.first()
        if user is None or not any(map(user.has_perm, (LEADS_DATES, KEEPS_REGISTRATIONS))):
            raise ValidationError(
                _("No account that may lead a date has the address %(address)s. Invite this person first."),
                code="unknown",
                params={"address": address},
            )
        return user
