"""The site as it runs in production: several gunicorn processes on a database of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.paths import ROOT_DIR
from tests.support.processes import manage, run_python, site_environment
from tests.support.templates import PostgresTemplate, SQLiteTemplate

READY_WITHIN_SECONDS = 60
STOPPED_WITHIN_SECONDS = 10

# For tests that run on both engines: `@on_both_databases` and the fixture `server_database`.
on_both_databases = pytest.mark.parametrize(
    "server_database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@dataclass(frozen=True)
class LiveSite:
    """A running site: its address, its database, and its master process."""

    url: str
    database_url: str
    master: subprocess.Popen
    log: Path
    extra_env: Mapping[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a `manage.py` command on the site's database."""
        return manage(self.database_url, *arguments, extra_env=self.extra_env)

    def python(self, code: str) -> str:
        """Run Python code on the site's database and return what it printed."""
        return run_python(self.database_url, code, extra_env=self.extra_env)


@pytest.fixture
def server_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The DATABASE_URL of a fresh migrated database for other processes: "sqlite" (default) or "postgres"."""
    engine = getattr(request, "param", "sqlite")
    if engine == "sqlite":
        yield SQLiteTemplate().copy(tmp_path / "site.sqlite3")
        return
    template = PostgresTemplate(request.getfixturevalue("postgres_url"))
    name = f"maillage_server_{os.getpid()}_{re.sub(r'[^a-z0-9]+', '_', request.node.name.lower())}"[:63]
    yield template.copy(name)
    template.drop(name)


@pytest.fixture
def live_site(tmp_path: Path) -> Iterator[Callable[..., LiveSite]]:
    """A function that starts the site: `live_site(database_url, processes=4, extra_env={…})`.

    `application` is the module that holds the WSGI application, the site's own by default. It returns
    when the site answers; every process is gone when the test ends.
    """
    with ExitStack() as stack:

        def start(
            database_url: str,
            *,
            processes: int = 4,
            threads: int = 4,
            extra_env: Mapping[str, str] | None = None,
            application: str = "config.wsgi",
            port: int | None = None,
        ) -> LiveSite:
            running = running_site(
                database_url,
                processes=processes,
                threads=threads,
                folder=tmp_path,
                extra_env=extra_env,
                application=application,
                port=port,
            )
            return stack.enter_context(running)

        yield start


@contextmanager
def running_site(
    database_url: str,
    *,
    processes: int,
    threads: int = 4,
    folder: Path,
    extra_env: Mapping[str, str] | None = None,
    application: str = "config.wsgi",
    port: int | None = None,
) -> Iterator[LiveSite]:
    """Yield the site once it answers on that database; its log and its files go to `folder`.

    `port` is one that `free_port()` gave, for a database that must know the site's address before.
    """
    port = port or free_port()
    log = folder / f"gunicorn-{port}.log"
    command = [
        *(sys.executable, "-m", "gunicorn", application, "--preload"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(processes), "--threads", str(threads)),
        *("--worker-tmp-dir", str(folder), "--timeout", "60", "--no-control-socket"),
    ]
    url = f"http://127.0.0.1:{port}"
    # Links in e-mails lead to this site.
    own_env = {"BASE_URL": url, "MEDIA_ROOT": str(folder / "media"), **(extra_env or {})}
    environment = site_environment(database_url, own_env)
    with log.open("wb") as output:
        master = subprocess.Popen(
            command, cwd=ROOT_DIR, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        site = LiveSite(url, database_url, master, log, own_env)
        _wait_until_ready(site)
        yield site
    finally:
        _stop(master)


def free_port() -> int:
    """Return a port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(site: LiveSite) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and site.master.poll() is None:
        try:
            urllib.request.urlopen(f"{site.url}/", timeout=READY_WITHIN_SECONDS).close()
        except urllib.error.HTTPError:
            return  # any answer, a 404 on an empty site too, comes from a site that is up
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The site did not start:\n{site.log.read_text()}")


def _stop(master: subprocess.Popen) -> None:
    """End gunicorn and its workers, kindly first."""
    if master.poll() is None:
        os.killpg(master.pid, signal.SIGTERM)
    try:
        master.wait(STOPPED_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(master.pid, signal.SIGKILL)
        master.wait()
