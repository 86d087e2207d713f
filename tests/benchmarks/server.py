"""One gunicorn worker, and the CPU time it spends: what the kernel counted, not the clock on the wall."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.paths import ROOT_DIR
from tests.support.processes import site_environment
from tests.support.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

TICKS = os.sysconf("SC_CLK_TCK")
READY_WITHIN_SECONDS = 60


class Server:
    """A running worker on `port`."""

    def __init__(self, port: int, master: int) -> None:
        self.port = port
        self.master = master

    def cpu_milliseconds(self, path: str, requests: int) -> float:
        """Return the CPU time of one GET of `path`, in ms, over `requests` of them."""
        before = self._cpu_seconds()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _request in range(requests):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise AssertionError(f"{path} answers {answer.status}")
            # A sync worker hangs up after each answer, for the bare view as for ours.
            connection.close()
        return (self._cpu_seconds() - before) * 1000 / requests

    def _cpu_seconds(self) -> float:
        """Return what the master and its worker have used so far, in user and system time."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
        return sum(_cpu_of(int(pid)) for pid in [self.master, *children])


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def serving(application: str, database_url: str, folder: Path) -> Iterator[Server]:
    """Run `application` (a module that holds one) in one worker until the block ends."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "1"),
        *("--worker-tmp-dir", str(folder), "--no-control-socket", "--log-level", "error"),
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT_DIR,
        env=site_environment(database_url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield Server(port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_WITHIN_SECONDS)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise AssertionError("The server did not start.")
