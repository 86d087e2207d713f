"""Migrated template databases, made once and copied: migrations take seconds, a copy takes milliseconds.

A template is kept under a key, the hash of every migration that it went through, so a changed
migration makes a new one. Tests start from the rows that migrations write (Wagtail's first page,
its site and locale), and find them again after a test that really commits.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
from psycopg import sql

from tests.support.paths import CACHE_DIR
from tests.support.processes import manage

TEMPLATES_DIR = CACHE_DIR / "test-databases"


def migrations_key() -> str:
    """Return a short hash of all that makes an empty database: migrations, configurations, guards."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        folder = Path(app.path)
        for source in (folder / "apps.py", *_sources(folder)):
            if source.exists():
                digest.update(f"{app.name}/{source.name}".encode())
                digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _sources(folder: Path) -> list[Path]:
    """The migrations of an app, and what `equipment` makes its guards of when they have run."""
    guards = [*folder.glob("db_triggers/*.py"), *folder.glob("states.py"), *folder.glob("transitions.py")]
    return sorted(folder.glob("migrations/*.py")) + sorted(guards)


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    """Let one test process build the template `name` while those who want the same wait for its result."""
    TEMPLATES_DIR.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES_DIR / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class SQLiteTemplate:
    """A migrated SQLite file, and its copies."""

    def __init__(self) -> None:
        self.path = TEMPLATES_DIR / f"{migrations_key()}.sqlite3"
        with _one_at_a_time(self.path.stem):
            if not self.path.exists():
                self._build()

    def _build(self) -> None:
        unfinished = self.path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        manage(f"sqlite:///{unfinished}", "migrate", "--verbosity=0")
        # One file, no journal beside it: it can be copied as it lies.
        with sqlite3.connect(unfinished) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()
        unfinished.rename(self.path)

    def copy(self, target: Path) -> str:
        """Write a fresh copy at `target` and return its DATABASE_URL."""
        shutil.copyfile(self.path, target)
        return f"sqlite:///{target}"

    def restore(self, connection: sqlite3.Connection) -> None:
        """Put the template's content back behind an open connection."""
        with sqlite3.connect(self.path) as source:
            source.backup(connection)
        source.close()


class PostgresTemplate:
    """A migrated PostgreSQL database, and its copies, on the server at `server_url`."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.name = f"maillage_template_{migrations_key()}"
        with _one_at_a_time(self.name):
            if not self._exists(self.name):
                self._build()

    def url_of(self, database: str) -> str:
        """Return the DATABASE_URL of another database of the same server."""
        return urlsplit(self.server_url)._replace(path=f"/{database}").geturl()

    def copy(self, database: str) -> str:
        """Make the database anew as a copy of the template and return its DATABASE_URL."""
        self.drop(database)
        self._execute("CREATE DATABASE {} TEMPLATE {}", database, self.name)
        return self.url_of(database)

    def drop(self, database: str) -> None:
        """Remove the database, with whoever is still connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def _build(self) -> None:
        unfinished = f"{self.name}_unfinished"
        self.drop(unfinished)
        self._execute("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", unfinished)
        manage(self.url_of(unfinished), "migrate", "--verbosity=0")
        self._execute("ALTER DATABASE {} RENAME TO {}", unfinished, self.name)

    def _exists(self, database: str) -> bool:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            return found.fetchone() is not None

    def _execute(self, statement: str, *identifiers: str) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, identifiers)))
