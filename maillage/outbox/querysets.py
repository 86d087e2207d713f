"""Reads of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import datetime

    from .models import Message  # noqa: F401 - the base below names it


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages as the worker takes them."""

    def due(self, now: datetime) -> Self:
        """Those that should leave at `now` (aware): waiting, or claimed by a sender that died."""
        waiting = Q(status="pending", not_before__lte=now)
        abandoned = Q(status="sending", claimed_until__lt=now)
        return self.filter(waiting | abandoned).order_by("not_before", "pk")
