"""One picture is decoded at a time on this machine, whatever the number of processes and threads."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # a system without it has one process, and the threads below
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

# A picture takes half a second; a request that waits longer than this would be given up by a proxy.
PATIENCE = 20.0
LOOKS_EVERY = 0.05
_threads = threading.Lock()


class Busy(Exception):
    """The turn did not come in time."""


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the only turn while the block runs; raises `Busy` when it does not come in `PATIENCE` seconds.

    The system lets go of it when a process dies, however it does.
    """
    ends = time.monotonic() + PATIENCE
    if not _threads.acquire(timeout=PATIENCE):
        raise Busy
    try:
        with _turn_among_processes(ends):
            yield
    finally:
        _threads.release()


@contextlib.contextmanager
def _turn_among_processes(ends: float) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    # A link that somebody else laid there is not followed.
    lock = os.open(_path(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        while not _taken(lock):
            if time.monotonic() > ends:
                raise Busy
            time.sleep(LOOKS_EVERY)
        yield
    finally:
        os.close(lock)


def _path() -> Path:
    return Path(tempfile.gettempdir()) / f"maillage-pictures-{os.getuid()}.lock"


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
