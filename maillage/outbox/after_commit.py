"""Without a worker, a request delivers its own messages once its transaction is committed."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from maillage.outbox.conf import get_conf
from maillage.outbox.delivery import Outcome, deliver
from maillage.outbox.models import Message
from maillage.outbox.worker import worker_is_alive

if TYPE_CHECKING:
    from collections.abc import Iterable

# Too little time left to talk to a mail server, in seconds.
SHORTEST_TALK = 0.05


class _Batch(threading.local):
    """The messages written by this thread since its last commit."""

    def __init__(self) -> None:
        self.ids: list[int] = []


_batch = _Batch()


def schedule(message_id: int) -> None:
    """Have the message delivered after the current transaction, unless a worker runs by then.

    Never raises in the request: what goes wrong is written in the row, or logged by Django.
    """
    if not get_conf()["SEND_AFTER_COMMIT"]:
        return
    _batch.ids.append(message_id)
    transaction.on_commit(_flush, robust=True)


def _flush() -> None:
    """Deliver the whole batch: the first callback of a transaction does the work of all of them.

    Ids left by a transaction that was rolled back name no row, and are harmless.
    """
    ids, _batch.ids = _batch.ids, []
    if not ids or worker_is_alive(timezone.now()):
        return
    conf = get_conf()
    deadline = monotonic() + conf["REQUEST_SECONDS"]
    if _deliver_until(deadline, ids):
        leftovers = Message.objects.due(timezone.now()).exclude(pk__in=ids)
        _deliver_until(deadline, leftovers.values_list("pk", flat=True)[: conf["REQUEST_LEFTOVERS"]])


def _deliver_until(deadline: float, ids: Iterable[int]) -> bool:
    """Deliver these messages one by one; return False once time is up or the mail server is down."""
    for message_id in ids:
        seconds = deadline - monotonic()
        if seconds < SHORTEST_TALK:
            return False
        if deliver(message_id, now=timezone.now(), seconds=seconds) is Outcome.SERVER_DOWN:
            return False
    return True
