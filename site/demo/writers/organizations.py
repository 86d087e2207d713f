"""The members and their rooms."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from demo.content.organizations import MEMBERS
from demo.content.places import PLACES
from demo.ledger import NoLongerThere
from maillage.places.models import Organization, OrganizationIndexPage, Place
from maillage.places.services import create_organization

if TYPE_CHECKING:
    from demo.content.shapes import Member, PlaceCard
    from demo.ledger import Ledger


def write_organizations(ledger: Ledger) -> None:
    """Make the members, each with its section of the site, its group and its collection."""
    for member in MEMBERS:
        ledger.once(f"organization:{member.key}", partial(_organization, member))


def write_places(ledger: Ledger) -> None:
    """Make the rooms."""
    for card in PLACES:
        ledger.once(f"place:{card.key}", partial(_place, ledger, card))


def _organization(member: Member) -> Organization:
    parent = OrganizationIndexPage.objects.first()
    if parent is None:
        raise NoLongerThere("list of the organisations")
    return create_organization(
        name=member.name,
        kind=member.kind,
        parent_page=parent,
        role=member.role,
        phone=member.phone,
        phone_hours=member.phone_hours,
        email=member.email,
        presentation=member.presentation,
    )


def _place(ledger: Ledger, card: PlaceCard) -> Place:
    return Place.objects.create(
        organization=ledger.row(Organization, f"organization:{card.organization}"),
        commune=card.commune,
        postal_code=card.postal_code,
        name=card.name,
        street=card.street,
        lieu_dit=card.lieu_dit,
        room=card.room,
        access=card.access,
        phone=card.phone,
        latitude=Decimal(card.latitude),
        longitude=Decimal(card.longitude),
        address_for_registered_only=card.address_for_registered_only,
    )
