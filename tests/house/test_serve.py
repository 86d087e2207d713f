"""`make serve` makes a whole site out of a new clone, in French, and leaves nothing running."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.stored_english import english_stored_in
from tests.support.paths import ROOT_DIR
from tests.support.processes import FOREIGN_VARIABLES
from tests.support.servers import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("make serve")]

READY_WITHIN_SECONDS = 500
STOPPED_WITHIN_SECONDS = 30
MIGRATION_PROGRESS = "Base de données"
LAST_LINE = "Pour arrêter"


@dataclass
class Run:
    """What one run of the script said and left."""

    url: str
    said: str
    home: str
    programs: dict[str, int]
    exit_code: int = -1


def environment(folder: Path, port: int) -> dict[str, str]:
    """Return a developer's environment, but for where the site keeps things: in `folder`."""
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}
    inherited.pop("DJANGO_SETTINGS_MODULE", None)
    return inherited | {
        "PORT": str(port),
        "ENV_FILE": os.devnull,
        "PYTHONUNBUFFERED": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'maillage.sqlite3'}",
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_FILES": str(folder / "private"),
    }


@contextmanager
def started(clone: Path, folder: Path, port: int) -> Iterator[subprocess.Popen]:
    """Start the script as `make serve` does; whatever happens, nothing of it is left afterwards."""
    script = subprocess.Popen(
        [sys.executable, "scripts/serve.py"],
        cwd=clone,
        env=environment(folder, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    too_late = threading.Timer(READY_WITHIN_SECONDS, script.terminate)
    too_late.start()
    try:
        yield script
    finally:
        too_late.cancel()
        script.terminate()
        script.wait(STOPPED_WITHIN_SECONDS)


def run_once(clone: Path, folder: Path) -> Run:
    """Run the script until it says that the site is there, read the home page, and stop it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with started(clone, folder, port) as script:
        said = ""
        for line in script.stdout:
            said += line
            if LAST_LINE in line:
                break
        assert LAST_LINE in said, said
        with urllib.request.urlopen(f"{url}/", timeout=READY_WITHIN_SECONDS) as answer:
            home = answer.read().decode()
        run = Run(url, said, home, programs_of(script.pid))
        script.send_signal(signal.SIGTERM)
        # The output ends when the last program that writes to it has.
        script.communicate(timeout=STOPPED_WITHIN_SECONDS)
        run.exit_code = script.returncode
    return run


def programs_of(pid: int) -> dict[str, int]:
    """Return what runs under that process: {command line: process}, children's children included."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        found |= {f"{command}({child})": int(child), **programs_of(int(child))}
    return found


def rows(folder: Path) -> dict[str, int]:
    """Count what the demo writes."""
    tables = ("wagtailcore_page", "wagtailcore_revision", "wagtailimages_image", "bookings_session")
    with closing(sqlite3.connect(folder / "maillage.sqlite3")) as database:
        return {table: database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables}


def is_running(pid: int) -> bool:
    """Say whether a process with that number is there, zombies aside."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site of this module keeps its things: empty at first."""
    return tmp_path_factory.mktemp("serve")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git knows, and nothing that was made since: no compiled translation, no folder of data."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    clone = tmp_path_factory.mktemp("clone")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT_DIR / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT_DIR / name, clone / name)
    return clone


@pytest.fixture(scope="module")
def first(clone: Path, folder: Path) -> Run:
    """The first run, out of nothing."""
    return run_once(clone, folder)


@pytest.fixture(scope="module")
def written(first: Run, folder: Path) -> dict[str, int]:
    """What the database held after the first run."""
    return rows(folder)


@pytest.fixture(scope="module")
def second(written: dict[str, int], clone: Path, folder: Path) -> Run:
    """The next run, on what the first one left."""
    return run_once(clone, folder)


def test_the_first_run_shows_how_far_the_database_is(first: Run) -> None:
    assert re.search(rf"{MIGRATION_PROGRESS}.*?(\d+)/\1", first.said)


def test_what_it_stores_is_in_french(written: dict[str, int], folder: Path) -> None:
    assert english_stored_in(folder / "maillage.sqlite3") == []


@pytest.mark.parametrize(
    "words", ["Watching for", "Starting development", "Quit the server", "The site", "Applying"]
)
def test_what_it_says_is_in_french(first: Run, words: str) -> None:
    assert words not in first.said
    assert "Le site\n" in first.said


def test_it_says_where_the_site_its_admin_and_its_emails_are(first: Run, folder: Path) -> None:
    assert f"{first.url}/ " in first.said
    assert f"{first.url}/admin/" in first.said
    assert str(folder / "mail") in first.said


def test_it_says_how_to_sign_in_to_the_demo(first: Run) -> None:
    assert re.search(r"admin@maillage\.example +maillage-demo +Administration", first.said)
    assert "mulots@maillage.example" in first.said


def test_the_home_page_of_the_demo_answers(first: Run) -> None:
    assert "Démonstration" in first.home


def test_the_worker_and_the_server_run_beside_each_other(first: Run) -> None:
    commands = " ".join(first.programs)
    assert "manage.py worker" in commands
    assert "manage.py runserver" in commands


def test_stopping_it_ends_the_worker_and_the_server(first: Run) -> None:
    assert first.exit_code == 0
    assert [command for command, pid in first.programs.items() if is_running(pid)] == []


def test_the_second_run_migrates_nothing(second: Run) -> None:
    assert MIGRATION_PROGRESS not in second.said
    assert "Démonstration" in second.home


def test_the_second_run_writes_no_demo_again(second: Run, written: dict[str, int], folder: Path) -> None:
    assert written["wagtailcore_page"] > 20
    assert rows(folder) == written


def test_a_taken_port_is_said_in_one_sentence_before_anything_is_made(clone: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(clone, tmp_path, port) as script:
            said, _ = script.communicate(timeout=READY_WITHIN_SECONDS)

    assert script.returncode == 1
    assert said.count("\n") == 1
    assert f"Le port {port} est déjà pris" in said
    assert f"PORT={port + 1} make serve" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["start_site", "--no-input"], "lancez d’abord « python manage.py migrate »"),
        (["demo"], "lancez d’abord « python manage.py migrate »"),
        (["translate_stored_content"], "lancez d’abord « python manage.py migrate »"),
    ],
)
def test_a_command_before_migrate_says_what_to_type(
    clone: Path, tmp_path: Path, command: list[str], said: str
) -> None:
    shutil.rmtree(clone / "var", ignore_errors=True)
    settings = environment(tmp_path, 0)
    # Where the site keeps its things when nothing is said: a folder that a new clone has not.
    del settings["DATABASE_URL"]
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=clone,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
