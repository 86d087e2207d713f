"""A server that takes every connection and never answers: what a stopped Elasticsearch looks like."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SilentServer:
    """Listens on `url`; `attempts` counts the connections that came."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._taken: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def attempts(self) -> int:
        """How many times somebody came."""
        return len(self._taken)

    def close(self) -> None:
        """Hang up on everybody."""
        self._listener.close()
        for taken in self._taken:
            taken.close()

    def _take(self) -> None:
        while True:
            try:
                taken, _address = self._listener.accept()
            except OSError:
                return
            self._taken.append(taken)


@contextmanager
def silent_server() -> Iterator[SilentServer]:
    """Yield a silent server until the block ends."""
    server = SilentServer()
    try:
        yield server
    finally:
        server.close()
