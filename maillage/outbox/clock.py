"""Moments that were written down, compared with now: the clock may have been wrong when they were."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

# How far the clocks of two machines of one site may be apart.
SKEW = timedelta(minutes=1)


def passed(field: str, now: datetime, *, lasts: timedelta = timedelta(0)) -> Q:
    """Return the condition that `lasts` went by at `now` since the moment in `field`.

    A moment that lies in the future tells nothing: the clock had jumped ahead when it was written, and
    came back since. It counts as passed, or nothing would happen until the clock gets there again.
    """
    return Q(**{f"{field}__lte": now - lasts}) | Q(**{f"{field}__gt": now + SKEW})


def ended(field: str, now: datetime, *, longest: timedelta) -> Q:
    """Return the condition that the time up to the moment in `field` is over at `now`.

    It was set `longest` ahead at the most: one that ends later was set by a clock that was wrong.
    """
    return Q(**{f"{field}__lte": now}) | Q(**{f"{field}__gt": now + longest + SKEW})
