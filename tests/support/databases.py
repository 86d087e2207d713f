"""pytest's database: a copy of the template for each test process, put back after tests that commit."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from tests.support.templates import PostgresTemplate, SQLiteTemplate

COMMITTING_FIXTURES = {"transactional_db", "live_server", "django_db_reset_sequences"}


class SuiteDatabase(Protocol):
    """The database of this test process."""

    def restore(self) -> None:
        """Bring back the template's rows."""

    def remove(self) -> None:
        """Leave nothing behind."""


class SQLiteSuiteDatabase:
    """A file in the process's temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.template = SQLiteTemplate()
        self.connection = connections["default"]
        path = folder / "suite.sqlite3"
        self.template.copy(path)
        self.connection.settings_dict["NAME"] = str(path)

    def restore(self) -> None:
        """Bring back the template's rows."""
        self.connection.ensure_connection()
        self.template.restore(self.connection.connection)

    def remove(self) -> None:
        """Let go of the file; pytest removes its temporary folders."""
        self.connection.close()


class PostgresSuiteDatabase:
    """A database of the server in TEST_SUITE_DATABASE_URL."""

    def __init__(self, server_url: str, worker: str) -> None:
        self.template = PostgresTemplate(server_url)
        self.connection = connections["default"]
        self.name = f"maillage_suite_{worker}_{os.getpid()}"
        self.template.copy(self.name)
        self.connection.settings_dict["NAME"] = self.name

    def restore(self) -> None:
        """Bring back the template's rows."""
        connections.close_all()
        self.template.copy(self.name)

    def remove(self) -> None:
        """Drop the database."""
        connections.close_all()
        self.template.drop(self.name)


RESTORE = pytest.StashKey[Callable[[], None]]()


@pytest.fixture(scope="session")
def django_db_setup(request, tmp_path_factory, worker_id, django_db_blocker) -> Iterator[None]:
    """Replace pytest-django's own set-up, which migrates on every run."""
    with django_db_blocker.unblock():
        server_url = os.environ.get("TEST_SUITE_DATABASE_URL")
        database: SuiteDatabase = (
            PostgresSuiteDatabase(server_url, worker_id)
            if server_url
            else SQLiteSuiteDatabase(tmp_path_factory.mktemp("database"))
        )

    def restore() -> None:
        with django_db_blocker.unblock():
            database.restore()
        # Django has numbered the content types anew while it emptied the tables.
        ContentType.objects.clear_cache()

    request.config.stash[RESTORE] = restore
    yield
    with django_db_blocker.unblock():
        database.remove()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After a test that committed, Django has emptied every table: bring back the first rows."""
    yield
    if _commits(item) and (restore := item.config.stash.get(RESTORE, None)):
        restore()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    by_marker = marker is not None and (marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    return bool(by_marker) or bool(COMMITTING_FIXTURES & set(getattr(item, "fixturenames", ())))
