"""Changes are noted with what made them, and followed after the commit or by the worker.

`note()` writes what changed in the same transaction; `settle()` makes it show. What cannot be done
now (an engine that is away, a row that cannot be read) stays in the list with its error, and is
tried again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from . import documents
from .conf import get_conf
from .engine import followers
from .engine.errors import EngineAwayError
from .models import ChangeTarget, IndexChange, SearchDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

# How many changes are followed at once, and the longest pause between two tries of one of them: as a
# power of two, in seconds, a little more than an hour.
BATCH, LONGEST_PAUSE = 500, 12
LONGEST_ERROR = 300
# How far the clocks of two machines of one site may be apart.
SKEW = timedelta(minutes=1)
EVERY_ROW = "*"


@dataclass
class _Noted:
    """What one transaction has noted; called once it is committed, forgotten if it is rolled back."""

    ids: list[int] = field(default_factory=list)
    hurry: bool = False

    def __call__(self) -> None:
        few = len(self.ids) <= get_conf()["MOST_AFTER_COMMIT"]
        if few and (self.hurry or not _worker_is_alive()):
            settle(ids=self.ids)


def note(target: str, keys: Iterable[str], *, hurry: bool = True) -> None:
    """Write that `keys` changed, in the current transaction.

    With `hurry` they are followed right after the commit; without, a worker does it if one runs.
    """
    noted = IndexChange.objects.bulk_create(
        [IndexChange(target=target, key=key) for key in dict.fromkeys(keys)], batch_size=BATCH
    )
    if noted:
        _follow_after_commit([change.pk for change in noted], hurry=hurry)


def due(target: str | None = None, now: datetime | None = None) -> QuerySet[IndexChange]:
    """Return the changes whose time to be tried has come at `now` (aware), oldest first.

    One noted in the future, or put off for longer than the longest pause, met a clock that was wrong.
    """
    now = now or timezone.now()
    longest = timedelta(seconds=2**LONGEST_PAUSE) + SKEW
    wrong = Q(try_after__gt=now + longest) | Q(attempts=0, noted_at__gt=now + SKEW)
    changes = IndexChange.objects.filter(Q(try_after__lte=now) | wrong)
    return changes.filter(target=target) if target else changes


def settle(*, ids: Sequence[int] | None = None, most: int | None = None) -> int:
    """Follow the changes that are due, or those of `ids` and what comes of them; return how many.

    It holds no transaction while it talks to an engine. An engine that is away is not an error:
    what waits for it keeps its place. `most` bounds each kind of change, for whoever has other work.
    """
    last = IndexChange.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    mine = Q(pk__in=ids) | Q(pk__gt=last) if ids is not None else Q()
    done = _follow(due(ChangeTarget.DOCUMENT).filter(mine), _refresh, most)
    return done + _follow(due(ChangeTarget.ENGINE).filter(mine), _tell_engines, most)


def _follow(
    changes: QuerySet[IndexChange], follow: Callable[[list[str]], dict[str, str]], most: int | None
) -> int:
    done = 0
    while (most is None or done < most) and (batch := list(changes.all()[:BATCH])):
        try:
            errors = follow(list(dict.fromkeys(change.key for change in batch)))
        except EngineAwayError as error:
            logger.info("%d changes wait: %s", len(batch), error)
            break
        done += len(batch)
        _conclude(batch, errors)
    return done


def _tell_engines(keys: list[str]) -> dict[str, str]:
    """Bring changed rows to every remote engine; without one, nobody waits for them."""
    return {key: error for follow in followers() for key, error in follow(keys).items()}


def _conclude(changes: list[IndexChange], errors: dict[str, str]) -> None:
    """Remove what was followed; put the rest off, longer each time."""
    failed = [change for change in changes if change.key in errors]
    settled = [change.pk for change in changes if change.key not in errors]
    IndexChange.objects.filter(pk__in=settled).delete()
    for change in failed:
        pause = timedelta(seconds=2 ** min(change.attempts, LONGEST_PAUSE))
        IndexChange.objects.filter(pk=change.pk).update(
            attempts=F("attempts") + 1,
            try_after=timezone.now() + pause,
            error=errors[change.key][:LONGEST_ERROR],
        )


def _refresh(keys: list[str]) -> dict[str, str]:
    """Make the documents of `keys` again; return what went wrong, by key."""
    try:
        documents.refresh(_each_key(keys))
    except Exception:  # a row is a plugin's code; one row must not hold the others back
        logger.exception("Documents cannot be made all at once; they are made one by one")
        return dict(filter(None, map(_refresh_one, keys)))
    return {}


def _refresh_one(key: str) -> tuple[str, str] | None:
    try:
        documents.refresh(_each_key([key]))
    except Exception as error:
        logger.exception("The document of %s cannot be made", key)
        return key, f"{type(error).__name__}: {error}"
    return None


def _each_key(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        label, _colon, pk = key.rpartition(":")
        if pk == EVERY_ROW:
            yield from documents.keys_of(label)
            # What is no longer public has a document to lose.
            yield from SearchDocument.objects.filter(key__startswith=f"{label}:").values_list(
                "key", flat=True
            )
        else:
            yield key


def _follow_after_commit(ids: list[int], *, hurry: bool) -> None:
    """Join what this transaction has noted already, so that all of it is followed at once."""
    waiting = (function for _savepoints, function, _robust in connection.run_on_commit)
    noted = next((function for function in waiting if isinstance(function, _Noted)), None)
    if noted is not None:
        noted.ids += ids
        noted.hurry |= hurry
        return
    transaction.on_commit(_Noted(ids, hurry), robust=True)


def _worker_is_alive() -> bool:
    path = get_conf()["WORKER_IS_ALIVE"]
    return bool(path) and bool(import_string(path)(timezone.now()))
