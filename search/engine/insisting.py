"""What has begun does not end because a node goes away: it is asked again until another takes over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from elastic_transport import ConnectionError as EngineConnectionError
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError

from .client import AWAY

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

# Seconds: how long an engine may be away in the middle of a rebuild (a cluster that has lost a node
# takes some, a server that starts again a minute), and between two tries.
LONGEST_ABSENCE, PAUSE = 180.0, 0.5


class EngineBusyError(EngineConnectionError):
    """The engine answered that it cannot write these rows now."""


def insist(
    ask: Callable[[], Answer],
    *,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Answer:
    """Return what `ask` returns, asking again while the engine is away: doing it twice must do no harm.

    `clock` gives seconds, and `wait` lets some go by.

    Raises:
        TransportError, ApiError: the engine refuses, or was away for LONGEST_ABSENCE.
    """
    gives_up = clock() + LONGEST_ABSENCE
    while True:
        try:
            return ask()
        except (EngineConnectionError, ConnectionTimeout, ApiError) as error:
            if not _may_pass(error) or clock() >= gives_up:
                raise
        wait(PAUSE)


def _may_pass(error: Exception) -> bool:
    return not isinstance(error, ApiError) or error.status_code in AWAY
