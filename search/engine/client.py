"""The connection to Elasticsearch: one for the process, behind a breaker."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

from elastic_transport import ConnectionError as EngineConnectionError
from elastic_transport import SerializationError, Transport, TransportError
from elasticsearch import ApiError, Elasticsearch

from .breaker import Breaker

if TYPE_CHECKING:
    from elastic_transport import TransportApiResponse

# Seconds: for what a person waits for, for what a rebuild sends in thousands, for a look at an
# engine that was away.
PATIENCE, REBUILD_PATIENCE, LOOK_PATIENCE = 1.0, 60, 1.0
# Elasticsearch is too busy, or its cluster has lost what it needs to answer.
AWAY = frozenset({429, 502, 503, 504})


class EngineAwayError(EngineConnectionError):
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
            raise EngineAwayError("Elasticsearch is away")
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
