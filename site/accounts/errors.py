"""What can be refused, each with the sentence that tells the person what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maillage.places.errors import Refusal


class AccountsError(Refusal):
    """An invitation that cannot be made or accepted. `str()` is fit to be shown."""


class AlreadyEditor(AccountsError):
    """The person already works for the organisation."""

    message = _("This person already has access. There is nothing to do.")


class TooManyInvitations(AccountsError):
    """One person has invited so many that their account may be in wrong hands."""

    message = _("You have invited many people within the hour. Wait an hour, then invite the others.")


class NoGroup(AccountsError):
    """The organisation has no group to join."""

    message = _("This organisation has no group of editors. Ask the network’s team.")


class InvitationNotValid(AccountsError):
    """The link is unknown, altered, used, taken back or too old: nobody is told which."""

    message = _("This link is no longer valid. Ask for a new invitation.")
