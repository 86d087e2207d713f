"""Who works at an import: one process at a time, which gives a sign of life with every handful."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from .conf import get_conf
from .errors import TakenOver
from .models import RUNNING, Batch

if TYPE_CHECKING:
    from django.db.models import QuerySet

# How far the clocks of two machines of one site may be apart.
SKEW = timedelta(minutes=1)


def waiting() -> QuerySet[Batch]:
    """Return the imports that nobody has begun to work at, the oldest first."""
    return Batch.objects.filter(status__in=RUNNING, claim="").order_by("pk")


def at_work(now: datetime) -> QuerySet[Batch]:
    """Return the imports that a living process works at, seen from `now` (aware)."""
    oldest = now - timedelta(seconds=get_conf()["ABANDONED_SECONDS"])
    return _claimed().filter(beat_at__gt=oldest, beat_at__lte=now + SKEW)


def abandoned(now: datetime) -> QuerySet[Batch]:
    """Return the imports whose process gave no sign for too long at `now` (aware), the oldest first.

    A sign from the future was given while the clock was wrong: it says nothing.
    """
    return _claimed().exclude(pk__in=at_work(now).values("pk")).order_by("pk")


def take(batch: Batch) -> bool:
    """Claim the batch as it was read, in one conditional UPDATE; return False when another was quicker."""
    mine = {"claim": uuid.uuid4().hex, "beat_at": timezone.now()}
    if not Batch.objects.filter(pk=batch.pk, status=batch.status, claim=batch.claim).update(**mine):
        return False
    batch.claim, batch.beat_at = mine["claim"], mine["beat_at"]
    return True


def beat(batch: Batch, **fields: Any) -> bool:
    """Give a sign of life and write `fields`, while the batch is ours; return whether to stop.

    Raises TakenOver once another process has taken us for dead: whatever is in the same transaction is
    then rolled back, and the batch is not ours any more.
    """
    mine = Batch.objects.filter(pk=batch.pk, claim=batch.claim)
    if not mine.update(beat_at=timezone.now(), **fields):
        raise TakenOver(batch.pk)
    return mine.filter(stop_asked=True).exists()


def _claimed() -> QuerySet[Batch]:
    return Batch.objects.filter(~Q(claim=""), status__in=RUNNING)
