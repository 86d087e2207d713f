"""A circuit breaker: an engine that does not answer is left alone until it does."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

# Seconds between two looks at an engine that is away, and how long one look may last at most: a look
# whose thread died with its process (gunicorn forks) is not waited for.
LOOK_EVERY, LONGEST_LOOK = 1.0, 5.0


class Breaker:
    """Closed while the engine answers; opened by its first failure; closed again by a look that succeeds.

    One object serves all the threads of a process. While it is open nobody waits: whoever asks is
    told at once, and one thread of the breaker's own, never two, looks whether the engine is back.
    """

    def __init__(
        self,
        look: Callable[[], bool],
        *,
        clock: Callable[[], float] = time.monotonic,
        start: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """`look` says whether the engine answers and never raises; `start` runs a function beside."""
        self._look = look
        self._clock = clock
        self._start = start or _start_thread
        self._lock = threading.Lock()
        self._open = False
        self._next_look = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the engine is away."""
        return self._open

    def allows(self) -> bool:
        """Say whether the engine may be asked; while it is away, see to it that somebody looks."""
        if not self._open:
            return True
        with self._lock:
            now = self._clock()
            looks = self._open and now >= self._next_look
            if looks:
                self._next_look = now + LONGEST_LOOK
        if looks:
            self._start(self._look_once)
        return not self._open

    def failed(self, reason: object) -> None:
        """Open: the engine did not answer."""
        with self._lock:
            was_open, self._open = self._open, True
            self._next_look = self._clock() + LOOK_EVERY
        if not was_open:
            logger.warning("Elasticsearch is away, the database answers: %s", reason)

    def _look_once(self) -> None:
        answers = self._look()
        with self._lock:
            self._open = not answers
            self._next_look = self._clock() + LOOK_EVERY
        if answers:
            logger.warning("Elasticsearch is back")


def _start_thread(function: Callable[[], None]) -> None:
    threading.Thread(target=function, name="elasticsearch-look", daemon=True).start()
