"""The accounts of the demo: in development only, with passwords that everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model

from maillage.places.models import Organization

if TYPE_CHECKING:
    from demo.ledger import Ledger


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who signs in; without an organisation, the administrator of the network."""

    email: str
    password: str
    first_name: str
    role: str
    organization: str = ""


ACCOUNTS = (
    DemoAccount(
        "admin@maillage.example",
        "maillage-demo",
        first_name="Dominique",
        role="Administration du réseau",
    ),
    DemoAccount(
        "mulots@maillage.example",
        "mulots-demo",
        first_name="Maëlle",
        role="Édition, Les Mulots",
        organization="mulots",
    ),
    DemoAccount(
        "puces@maillage.example",
        "puces-demo",
        first_name="Karim",
        role="Édition, Clic’n Puces",
        organization="clicn-puces",
    ),
)


def write_accounts(ledger: Ledger) -> None:
    """Make the accounts where the site runs in development, and nowhere else."""
    if not settings.DEBUG:
        return
    for account in ACCOUNTS:
        ledger.once(f"account:{account.email}", partial(_write, ledger, account))


def usable_accounts() -> list[DemoAccount]:
    """Return the accounts to show in the terminal: those that exist, in development only."""
    if not settings.DEBUG:
        return []
    emails = [account.email for account in ACCOUNTS]
    there = set(get_user_model().objects.filter(email__in=emails).values_list("email", flat=True))
    return [account for account in ACCOUNTS if account.email in there]


def _write(ledger: Ledger, account: DemoAccount) -> object:
    users = get_user_model().objects
    if not account.organization:
        return users.create_superuser(account.email, account.password, first_name=account.first_name)
    organization = ledger.row(Organization, f"organization:{account.organization}")
    user = users.create_user(account.email, account.password, first_name=account.first_name)
    user.groups.add(organization.group)
    return user
