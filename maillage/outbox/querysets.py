"""Reads of the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from .clock import SKEW, ended
from .conf import get_conf

if TYPE_CHECKING:
    from .models import Message  # noqa: F401 - the base below names it


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages as the worker takes them."""

    def due(self, now: datetime) -> Self:
        """Those that should leave at `now` (aware): waiting, or claimed by a sender that died."""
        claim = timedelta(seconds=get_conf()["CLAIM_SECONDS"])
        waiting = Q(status="pending") & (Q(not_before__lte=now) | _put_off_by_a_wrong_clock(now))
        abandoned = Q(status="sending") & ended("claimed_until", now, longest=claim)
        return self.filter(waiting | abandoned).order_by("not_before", "pk")


def _put_off_by_a_wrong_clock(now: datetime) -> Q:
    """Return which waiting messages the clock put off, not whoever wrote them.

    A reminder rightly waits for its day. But a next try is never further away than its delay, and what
    was to leave at once, written in the future, was written by a clock that was wrong.
    """
    at_once = Q(attempts=0, created_at__gt=now + SKEW, not_before__lte=F("created_at"))
    delays = enumerate(get_conf()["RETRY_SECONDS"], start=1)
    tries = (
        Q(attempts=number, not_before__gt=now + timedelta(seconds=delay) + SKEW) for number, delay in delays
    )
    return reduce(or_, tries, at_once)
