"""Where an object that nobody takes back may go: what a plugin below the objects offers to one beside it.

A plugin registers its destinations with the hook `register_item_destinations`: a function that returns an
iterable of `ItemDestination`. Whoever holds an object calls `receive()`; plain values pass, so neither
plugin imports the other. Without such a plugin there is nothing to choose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail import hooks

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True)
class GivenUpItem:
    """What is known of an object nobody takes back; nothing of whom it was.

    `kind` is in French words (« Ordinateur portable »); `reference` says which paper it comes from, and is
    given once: received twice, the same reference is the same object.
    """

    organization_id: int
    place_id: int | None
    kind: str
    brand: str
    model: str
    reference: str
    may_hold_data: bool


@dataclass(frozen=True)
class ReceivedItem:
    """What it became: its name there, and its address in the admin."""

    label: str
    url: str


@dataclass(frozen=True)
class ItemDestination:
    """A way out. `label` is shown on the button; `receive` runs in the caller's transaction.

    `receive` raises `django.core.exceptions.ValidationError` with a sentence for the person who gave it up.
    """

    key: str
    label: str
    receive: Callable[[GivenUpItem, AbstractBaseUser | None], ReceivedItem]


def item_destinations() -> list[ItemDestination]:
    """Return every destination that is offered, in the order of the hooks."""
    return [
        destination
        for register in hooks.get_hooks("register_item_destinations")
        for destination in register()
    ]
