"""Run the whole site on this machine: database, demo content, worker and server, until Ctrl-C.

`make serve` calls it inside the virtual environment. PORT (8000) and HOST (127.0.0.1) come from the
environment, like every setting of the site.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

ROOT_DIR = Path(__file__).resolve().parent.parent
STARTED_WITHIN_SECONDS = 60
STOPPED_WITHIN_SECONDS = 10

console = Console(highlight=False)


def main() -> int:
    """Prepare the site, run it, and return the exit code of what stopped first."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    _stop_if_port_is_taken(host, port)
    address = f"http://{host}:{port}"
    os.environ.setdefault("BASE_URL", address)
    _set_up_django()
    migrate()
    load_demo()
    with _programs(host, port) as programs:
        _wait_until_ready(host, port, programs)
        _welcome(address)
        return _wait_for_the_first_to_stop(programs)


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    sys.path[:0] = [str(ROOT_DIR / "site"), str(ROOT_DIR)]
    django.setup()


def _stop_if_port_is_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sys.exit(
                f"Le port {port} est déjà pris : arrêtez le programme qui l’occupe, "
                f"ou choisissez-en un autre avec « PORT={port + 1} make serve »."
            )


class _AppliedMigrations(io.StringIO):
    """What `migrate` writes to: each migration that it has applied moves the progress bar."""

    def __init__(self, progress: Progress, total: int) -> None:
        super().__init__()
        self.progress = progress
        self.task = progress.add_task("Base de données", total=total)

    def write(self, text: str) -> int:
        """Count the migrations announced in the text."""
        self.progress.advance(self.task, text.count("Applying "))
        return super().write(text)


def migrate() -> None:
    """Bring the database up to date; when it is, this takes a moment only."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    ) as bar:
        call_command("migrate", interactive=False, stdout=_AppliedMigrations(bar, len(plan)))


def load_demo() -> None:
    """Write the demo content that is not there yet; leave a site alone that holds something else."""
    console.print("Contenu de démonstration (une demi-minute la première fois)")
    try:
        call_command("demo", verbosity=0)
    except CommandError as refusal:
        console.print(str(refusal))


@contextmanager
def _programs(host: str, port: int) -> Iterator[list[subprocess.Popen]]:
    """Run the worker and the server beside each other; end both when one of them, or the user, stops."""
    manage = [sys.executable, str(ROOT_DIR / "manage.py")]
    # Each message that leaves would be a line, in English, over what the user has to read.
    quiet = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"), "PYTHONUNBUFFERED": "1"}
    environment = {**os.environ, **quiet}
    programs = [
        subprocess.Popen([*manage, *arguments], cwd=ROOT_DIR, env=environment, start_new_session=True)
        for arguments in (["worker"], ["runserver", f"{host}:{port}", "--skip-checks"])
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield programs
    except KeyboardInterrupt:
        console.print("\nArrêt du site.")
    finally:
        for program in programs:
            _stop(program)


def _stop(program: subprocess.Popen) -> None:
    """End the program and what it started (the server reloads itself in a child process)."""
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(STOPPED_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def _wait_until_ready(host: str, port: int, programs: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + STARTED_WITHIN_SECONDS
    while time.monotonic() < deadline and all(program.poll() is None for program in programs):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("Le site n’a pas démarré : lisez les lignes ci-dessus.")


def _welcome(address: str) -> None:
    """Print where everything is."""
    lines = [f"Le site             {address}/", f"L’administration    {address}/admin/"]
    lines += [f"Courriels envoyés   {settings.EMAIL_FILE_PATH}"] if settings.EMAIL_FILE_PATH else []
    lines += ["", *_demo_accounts(), "Pour arrêter : Ctrl-C"]
    console.print(Panel("\n".join(lines), title="Maillage", expand=False))


def _demo_accounts() -> list[str]:
    """Return the lines that say how to sign in to the demo, when this site is one."""
    from demo.accounts import usable_accounts  # noqa: PLC0415 (its models are ready by now)

    lines = [f"{account.email:<26} {account.password:<16} {account.role}" for account in usable_accounts()]
    return ["Comptes de démonstration (adresse, mot de passe, rôle)", *lines, ""] if lines else []


def _wait_for_the_first_to_stop(programs: list[subprocess.Popen]) -> int:
    while True:
        for program in programs:
            if program.poll() is not None:
                return program.returncode
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
