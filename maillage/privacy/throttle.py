"""Rate limits kept in the database: they hold whatever the number of processes, and lose nothing
when a cache is down. They write, so they are for POST only, outside a transaction that may be undone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Limit:
    """At most `most` hits of `key` in `scope` in a window of time."""

    scope: str
    key: str
    most: int


def hit(scope: str, key: str, limit: int, window: timedelta, now: datetime | None = None) -> bool:
    """Count one hit of `key` in `scope` and return whether it is within `limit` in this `window`.

    `key` tells who (an address of the network, a reference): only its keyed hash is stored. Windows
    are fixed and begin at multiples of `window` since 1970. One query.
    """
    (hits,) = _count([Limit(scope, key, limit)], _window_end(window, now or timezone.now()))
    return hits <= limit


def check(scope: str, key: str, limit: int, window: timedelta, now: datetime | None = None) -> None:
    """Count one hit like `hit()`; raises TooManyRequests beyond the limit."""
    check_all([Limit(scope, key, limit)], window, now)


def check_all(limits: Sequence[Limit], window: timedelta, now: datetime | None = None) -> None:
    """Count one hit for each of `limits`, in one query; raises TooManyRequests beyond any of them."""
    moment = now or timezone.now()
    # In one order for everybody, so that two processes never wait for each other.
    ordered = sorted(limits, key=lambda limit: (limit.scope, _who(limit)))
    end = _window_end(window, moment)
    if any(hits > limit.most for hits, limit in zip(_count(ordered, end), ordered, strict=True)):
        raise TooManyRequests(retry_after=math.ceil((end - moment).total_seconds()))


def forget_old_counts(now: datetime, limit: int = 1_000) -> int:
    """Remove at most `limit` counts whose window is over at `now` (aware); return how many."""
    old = RateCount.objects.filter(window_end__lte=now).values_list("pk", flat=True)[:limit]
    return RateCount.objects.filter(pk__in=list(old)).delete()[0]


def _window_end(window: timedelta, now: datetime) -> datetime:
    seconds = window.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, tz=UTC)


def _who(limit: Limit) -> str:
    """Return the keyed hash of a key. The scope is hashed too, so that the same visitor cannot be
    followed from one scope to another.
    """
    return salted_hmac(f"maillage.throttle.{limit.scope}", limit.key, algorithm="sha256").hexdigest()


def _count(limits: Sequence[Limit], window_end: datetime) -> list[int]:
    """Add one hit to each in a single statement, so that parallel processes lose none; return the sums.

    The ORM's own upsert can only set a column to a value, not add to what is there.
    """
    table = connection.ops.quote_name(RateCount._meta.db_table)
    rows = ", ".join(["(%s, %s, %s, 1)"] * len(limits))
    statement = (
        f"INSERT INTO {table} (scope, who, window_end, hits) VALUES {rows} "  # noqa: S608 - our own table's name
        f"ON CONFLICT (scope, who, window_end) DO UPDATE SET hits = {table}.hits + 1 "
        "RETURNING scope, who, hits"
    )
    moment = connection.ops.adapt_datetimefield_value(window_end)
    keys = [(limit.scope, _who(limit)) for limit in limits]
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for key in keys for value in (*key, moment)])
        hits = {(scope, who): number for scope, who, number in cursor.fetchall()}
    return [hits[key] for key in keys]
