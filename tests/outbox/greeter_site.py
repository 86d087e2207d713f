"""A real site with the plugin that says « Bonjour »: its commands run as processes of their own."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.paths import ROOT_DIR
from tests.support.processes import manage, run_python, site_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .mail_servers import MailServer

# A request of this site leaves its messages to the worker, so that the tests know who sends.
WRITE = """
from django.test import override_settings
from maillage.outbox.services import enqueue
with override_settings(MAILLAGE_OUTBOX={{"SEND_AFTER_COMMIT": False}}):
    for number in range({first}, {first} + {count}):
        to = f"claude{{number}}@maison.example"
        enqueue(kind="hello", params={{"to": to}}, key=f"hello:{{number}}")
"""


@dataclass(frozen=True)
class GreeterSite:
    """A site on the database at `database_url`, which sends by `mail_server`."""

    database_url: str
    mail_server: MailServer

    @property
    def _extra_env(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "tests.outbox.greeter_settings",
            "EMAIL_URL": self.mail_server.url,
        }

    def manage(self, *arguments: str) -> str:
        """Run a `manage.py` command to its end; return what it printed."""
        return manage(self.database_url, *arguments, extra_env=self._extra_env)

    def python(self, code: str) -> str:
        """Run Python code in the site; return what it printed."""
        return run_python(self.database_url, code, extra_env=self._extra_env)

    def write_messages(self, count: int, first: int = 0) -> None:
        """Write « Bonjour » to claude0@maison.example, claude1@maison.example, and so on."""
        self.python(WRITE.format(count=count, first=first))

    def statuses(self) -> list[str]:
        """Return the status of each message, in the order they were written."""
        code = "from maillage.outbox.models import Message\n"
        code += "print(*Message.objects.order_by('pk').values_list('status', flat=True))"
        return self.python(code).split()

    def start_worker(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `manage.py worker` and return its process; its log comes by its standard output."""
        return subprocess.Popen(
            [sys.executable, "-u", "manage.py", "worker", "--poll=0.1", *arguments],
            cwd=ROOT_DIR,
            env=site_environment(self.database_url, self._extra_env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def worker(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Run a worker, ready when the block begins and gone when it ends."""
        process = self.start_worker(*arguments)
        try:
            wait_for_line(process, "begins")
            yield process
        finally:
            process.kill()
            process.communicate()


def wait_for_line(process: subprocess.Popen[str], words: str) -> str:
    """Read the log until a line that holds `words`, and return it."""
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if words in line:
            return line
    raise AssertionError(f"« {words} » was never said:\n{''.join(lines)}")


def everybody(count: int) -> list[str]:
    """Return the addresses that `write_messages(count)` writes to."""
    return [f"claude{number}@maison.example" for number in range(count)]
