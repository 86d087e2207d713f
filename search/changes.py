"""Changes are noted with what made them, and followed after the commit or by the worker.

`note()` writes what changed in the same transaction; `settle()` makes it show. What cannot be done
now (an engine that is away, a row that cannot be read) stays in the list with its error, and is
tried again.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
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

# How many changes are followed at once, and the longest pause between two tries of one of them.
BATCH, LONGEST_PAUSE = 500, timedelta(hours=1)
LONGEST_ERROR = 300
EVERY_ROW = "*"


class _Noted(threading.local):
    """What this thread has noted since its last commit."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.hurry = False


_noted = _Noted()


def note(target: str, keys: Iterable[str], *, hurry: bool = True) -> None:
    """Write that `keys` changed, in the current transaction.

    With `hurry` they are followed right after the commit; without, a worker does it if one runs.
    """
    noted = IndexChange.objects.bulk_create(
        [IndexChange(target=target, key=key) for key in dict.fromkeys(keys)], batch_size=BATCH
    )
    if noted:
        _noted.ids += [change.pk for change in noted]
        _noted.hurry |= hurry
        transaction.on_commit(_after_commit, robust=True)


def due(target: str | None = None, now: datetime | None = None) -> QuerySet[IndexChange]:
    """Return the changes whose time to be tried has come at `now` (aware), oldest first."""
    changes = IndexChange.objects.filter(try_after__lte=now or timezone.now())
    return changes.filter(target=target) if target else changes


def settle(*, ids: Sequence[int] | None = None) -> int:
    """Follow the changes that are due, or those of `ids` and what comes of them; return how many.

    It holds no transaction while it talks to an engine. An engine that is away is not an error:
    what waits for it keeps its place.
    """
    last = IndexChange.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    mine = Q(pk__in=ids) | Q(pk__gt=last) if ids is not None else Q()
    done = _follow(ChangeTarget.DOCUMENT, mine, _refresh)
    for follower in followers():
        done += _follow(ChangeTarget.ENGINE, mine, follower)
    return done


def _follow(target: str, mine: Q, follow: Callable[[list[str]], dict[str, str]]) -> int:
    done = 0
    while changes := list(due(target).filter(mine)[:BATCH]):
        try:
            errors = follow(list(dict.fromkeys(change.key for change in changes)))
        except EngineAwayError as error:
            logger.info("%d changes wait: %s", len(changes), error)
            break
        done += _conclude(changes, errors)
    return done


def _conclude(changes: list[IndexChange], errors: dict[str, str]) -> int:
    """Remove what was followed; put the rest off, longer each time."""
    failed = [change for change in changes if change.key in errors]
    settled = [change.pk for change in changes if change.key not in errors]
    IndexChange.objects.filter(pk__in=settled).delete()
    for change in failed:
        pause = min(timedelta(seconds=2**change.attempts), LONGEST_PAUSE)
        IndexChange.objects.filter(pk=change.pk).update(
            attempts=F("attempts") + 1,
            try_after=timezone.now() + pause,
            error=errors[change.key][:LONGEST_ERROR],
        )
    return len(settled)


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


def _after_commit() -> None:
    """Follow what this transaction noted: the first callback does the work of all.

    Ids left by a transaction that was rolled back name no row, and are harmless.
    """
    ids, _noted.ids = _noted.ids, []
    hurry, _noted.hurry = _noted.hurry, False
    few = 0 < len(ids) <= get_conf()["MOST_AFTER_COMMIT"]
    if few and (hurry or not _worker_is_alive()):
        settle(ids=ids)


def _worker_is_alive() -> bool:
    path = get_conf()["WORKER_IS_ALIVE"]
    return bool(path) and bool(import_string(path)(timezone.now()))
