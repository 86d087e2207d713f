"""Rate limits kept in the database: they hold whatever the number of processes, and lose nothing
when a cache is down. They write, so they are for POST only, outside a transaction that may be undone.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import RateCount


class TooManyRequests(Exception):
    """The limit is reached; `retry_after` says how many seconds to wait, for the header of that name."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"Too many requests, try again in {retry_after} s.")


def hit(scope: str, key: str, limit: int, window: timedelta, now: datetime | None = None) -> bool:
    """Count one hit of `key` in `scope` and return whether it is within `limit` in this `window`.

    `key` tells who (an address of the network, a reference): only its keyed hash is stored. Windows
    are fixed and begin at multiples of `window` since 1970. One query.
    """
    return _count(scope, key, _window_end(window, now or timezone.now())) <= limit


def check(scope: str, key: str, limit: int, window: timedelta, now: datetime | None = None) -> None:
    """Count one hit like `hit()`; raises TooManyRequests beyond the limit."""
    moment = now or timezone.now()
    if not hit(scope, key, limit, window, moment):
        wait = _window_end(window, moment) - moment
        raise TooManyRequests(retry_after=math.ceil(wait.total_seconds()))


def forget_old_counts(now: datetime, limit: int = 1_000) -> int:
    """Remove at most `limit` counts whose window is over at `now` (aware); return how many."""
    old = RateCount.objects.filter(window_end__lte=now).values_list("pk", flat=True)[:limit]
    return RateCount.objects.filter(pk__in=list(old)).delete()[0]


def _window_end(window: timedelta, now: datetime) -> datetime:
    seconds = window.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, tz=UTC)


def _count(scope: str, key: str, window_end: datetime) -> int:
    """Add one hit in a single statement, so that parallel processes lose none; return the sum.

    The ORM's own upsert can only set a column to a value, not add to what is there.
    """
    # The scope is hashed too, so that the same visitor cannot be followed from one scope to another.
    who = salted_hmac(f"maillage.throttle.{scope}", key, algorithm="sha256").hexdigest()
    table = connection.ops.quote_name(RateCount._meta.db_table)
    statement = (
        f"INSERT INTO {table} (scope, who, window_end, hits) VALUES (%s, %s, %s, 1) "  # noqa: S608 - our own table's name
        f"ON CONFLICT (scope, who, window_end) DO UPDATE SET hits = {table}.hits + 1 RETURNING hits"
    )
    moment = connection.ops.adapt_datetimefield_value(window_end)
    with connection.cursor() as cursor:
        cursor.execute(statement, [scope, who, moment])
        return cursor.fetchone()[0]
