"""The connection to Elasticsearch: one for the process, behind a breaker."""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from elastic_transport import ConnectionError as EngineConnectionError
from elastic_transport import ConnectionTimeout, SerializationError, Transport, TransportError
from elasticsearch import ApiError, Elasticsearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from elastic_transport import TransportApiResponse


class EngineAwayError(Exception):
    """The engine did not answer, or was not asked because it did not answer a moment ago."""


class IndexLostError(Exception):
    """The node that held an index that was being made is gone, and no other one has a copy."""


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


# Seconds: for what a person waits for, for what a rebuild sends in thousands, for a look at an
# engine that was away.
PATIENCE, REBUILD_PATIENCE, LOOK_PATIENCE = 1.0, 60, 1.0
# Elasticsearch is too busy, or its cluster has lost what it needs to answer.
AWAY = frozenset({429, 502, 503, 504})


class GuardedEngineAwayError(EngineConnectionError):
    """The engine did not answer a moment ago, so it was not asked."""


# What the caller of an engine takes as « ask the database »: no connection, or a refusal.
UNAVAILABLE = (TransportError, ApiError)


class GuardedTransport(Transport):
    """Sends nothing while the engine is away, so that nobody waits for it one after the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.breaker = Breaker(self._answers)

    def perform_request(self, method: str, target: str, **options: Any) -> TransportApiResponse:  # type: ignore[override]
        """Send a request.

        Raises:
            EngineAwayError: the engine is away; it was not asked.
            TransportError: it did not answer; it is away from now on.
        """
        if not self.breaker.allows():
            raise GuardedEngineAwayError("Elasticsearch is away")
        try:
            answer = super().perform_request(method, target, **options)
        except SerializationError:
            raise
        except TransportError as error:
            self.breaker.failed(type(error).__name__)
            raise
        if answer.meta.status in AWAY:
            self.breaker.failed(answer.meta.status)
        return answer

    def _answers(self) -> bool:
        """Look whether any node answers, without the patience that an answer deserves."""
        headers = {"accept": "application/json"}
        for _node in range(len(self.node_pool)):
            try:
                answer = super().perform_request(
                    "GET", "/", headers=headers, max_retries=0, request_timeout=LOOK_PATIENCE
                )
            except TransportError:
                continue
            if answer.meta.status not in AWAY:
                return True
        return False


_clients: dict[str, Elasticsearch] = {}
_making = threading.Lock()


def shared_client(**options: Any) -> Elasticsearch:
    """Return the one client of this process for `options`: Wagtail makes a backend for each search,
    and a client of its own would connect anew each time.
    """
    key = json.dumps(options, sort_keys=True, default=str)
    with _making:
        if key not in _clients:
            _clients[key] = Elasticsearch(**{"transport_class": GuardedTransport, **options})
        return _clients[key]


def forget_clients() -> None:
    """Let the next caller connect anew, with a breaker that has seen nothing."""
    with _making:
        for client in _clients.values():
            client.close()
        _clients.clear()


def is_up(client: Elasticsearch) -> bool:
    """Say whether the engine may be asked; see to it that somebody looks while it may not."""
    return client.transport.breaker.allows()


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


# How many times in all.
TRIES = 4


def begin_again(rebuild: Callable[[], Answer]) -> Answer:
    """Return what `rebuild` returns; when the index that it makes is lost on the way, make another.

    Raises:
        IndexLostError: it was lost every time.
    """
    for _try in range(TRIES - 1):
        try:
            return rebuild()
        except IndexLostError as error:
            logger.warning("The rebuild begins again, its index was lost with a node: %s", error)
    return rebuild()
