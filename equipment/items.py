"""What becomes of an object that another plugin gives up: a machine with a tag, or parts that are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from equipment.models import CountedMovement, Machine
from equipment.services import receive
from equipment.services.bulk_stock import count_in
from equipment.states import CountedKind, Kind
from maillage.places.items import GivenUpItem, ItemDestination, ReceivedItem
from maillage.places.models import Organization

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# What the kinds of other plugins contain, in French words without capitals; the first that fits.
_KINDS = (
    ("tout-en-un", Kind.ALL_IN_ONE),
    ("portable", Kind.LAPTOP),
    ("tablette", Kind.TABLET),
    ("téléphone", Kind.PHONE),
    ("mobile", Kind.PHONE),
    ("imprimante", Kind.PRINTER),
    ("ordinateur", Kind.DESKTOP),
    ("box", Kind.NETWORK),
)
_COUNTED = (
    ("écran", CountedKind.SCREEN),
    ("moniteur", CountedKind.SCREEN),
    ("clavier", CountedKind.KEYBOARD),
    ("souris", CountedKind.MOUSE),
    ("câble", CountedKind.CABLE),
    ("chargeur", CountedKind.CABLE),
)


def destinations() -> list[ItemDestination]:
    """Return the two ways: to be refurbished, or for its parts."""
    return [
        ItemDestination("equipment.machine", _("To the workshop, to be refurbished"), receive_as_machine),
        ItemDestination("equipment.parts", _("To the workshop, for parts"), receive_as_parts),
    ]


def receive_as_machine(item: GivenUpItem, user: AbstractBaseUser | None) -> ReceivedItem:
    """Write a machine from an object given up; the same reference twice is the same machine.

    What its disks hold is unknown: nothing lets it out before somebody has looked.
    """
    organization = _organization(item)
    known = {"organization": organization, "origin_reference": item.reference[:60]}
    machine = Machine.objects.filter(**known).first()
    if machine is None:
        fields = {"kind": machine_kind(item.kind), "maker": item.brand[:60], "model": item.model[:80]}
        try:
            with transaction.atomic():
                machine = receive(by=user, **known, **fields)
        except IntegrityError:
            machine = Machine.objects.get(**known)
    return ReceivedItem(machine.tag, reverse("equipment_workshop:machine", args=[machine.tag]))


def receive_as_parts(item: GivenUpItem, user: AbstractBaseUser | None) -> ReceivedItem:
    """Count an object given up as one piece.

    Raises ValidationError for what may hold data: it needs a tag, so that its disk is looked for.
    """
    if item.may_hold_data:
        raise ValidationError(
            _("This object may hold somebody’s data: send it to the workshop to be refurbished.")
        )
    counted = count_in(_organization(item), counted_kind(item.kind), quantity=1)
    return ReceivedItem(_label(counted), reverse("equipment_counted:index"))


def machine_kind(words: str) -> Kind:
    """Return the kind of machine that French `words` name: « Ordinateur portable » → laptop."""
    return next((kind for sign, kind in _KINDS if sign in words.lower()), Kind.OTHER)


def counted_kind(words: str) -> CountedKind:
    """Return what French `words` are counted as; a loose part by default."""
    return next((kind for sign, kind in _COUNTED if sign in words.lower()), CountedKind.PART)


def _label(counted: CountedMovement) -> str:
    return f"{counted.get_kind_display()} +{counted.quantity}"


def _organization(item: GivenUpItem) -> Organization:
    return Organization.objects.get(pk=item.organization_id)
