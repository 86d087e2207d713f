"""A number that changes with any card of an organisation or a place: what was drawn with it is old."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save

from maillage.places.models import Organization, OrganizationLink, OrganizationPage, Place

KEPT_FOR_SECONDS = 30
KEY = "places.edition"


def current_edition() -> int:
    """Return the number that what is drawn now is kept under."""
    return cache.get_or_set(KEY, time.time_ns)


def new_edition(**_signal: object) -> None:
    """Make all that was drawn old."""
    cache.set(KEY, time.time_ns())


def watch_cards() -> None:
    """Begin a new edition at each change of an organisation or a place."""
    for model in (Organization, OrganizationLink, OrganizationPage, Place):
        for signal in (post_save, post_delete):
            signal.connect(new_edition, sender=model, dispatch_uid=f"places.edition.{model.__name__}")
