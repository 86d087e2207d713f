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


@contextmanager
def blackholed_port() -> Iterator[str]:
    """Yield an address where nobody even takes the connection: a full queue, as a firewall that drops."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _place in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for one in waiting:
            one.close()
