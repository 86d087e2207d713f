"""The services that some tests need. A missing one skips its tests with a sentence that says how
to get it; with REQUIRE_SERVICES=1 it fails them, so that nothing is passed over in silence."""

import os
import shutil
import socket
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import pytest

from tests.support.paths import CACHE_DIR

DEFAULT_PORTS = {"postgres": 5432, "postgresql": 5432, "http": 80, "https": 443}


def _variables_of_make_services() -> dict[str, str]:
    """Return what `make services` has written for us, or nothing."""
    written = CACHE_DIR / "services.env"
    if not written.exists():
        return {}
    lines = (line.split("=", 1) for line in written.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in lines}


@cache
def service_url(variable: str) -> str | None:
    """Return the address in the environment or in `.cache/services.env` if something answers there."""
    url = os.environ.get(variable) or _variables_of_make_services().get(variable)
    return url if url and _answers(url) else None


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    address = (parts.hostname or "127.0.0.1", parts.port or DEFAULT_PORTS.get(parts.scheme, 80))
    try:
        socket.create_connection(address, timeout=2).close()
    except OSError:
        return False
    return True


@cache
def chromium() -> str | None:
    """Return the path of Chromium: the one in TEST_CHROMIUM, or the system's."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("TEST_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def _gettext() -> str | None:
    return shutil.which("xgettext")


# marker: (what finds the service, the sentence when it finds nothing)
SERVICES: dict[str, tuple[Callable[[], str | None], str]] = {
    "postgres": (
        lambda: service_url("TEST_DATABASE_URL"),
        "PostgreSQL is not running: run `make services`, or set TEST_DATABASE_URL.",
    ),
    "elasticsearch": (
        lambda: service_url("TEST_ELASTICSEARCH_URL"),
        "Elasticsearch is not running: run `make services`, or set TEST_ELASTICSEARCH_URL.",
    ),
    "browser": (
        chromium,
        "Chromium is not installed: run `apt install chromium`, or set TEST_CHROMIUM to a browser's path.",
    ),
    "gettext": (_gettext, "gettext is not installed: run `apt install gettext`."),
}


def services_are_required() -> bool:
    """Say whether a missing service must fail its tests."""
    return os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail, a test whose service is missing."""
    for marker, (find, sentence) in SERVICES.items():
        if item.get_closest_marker(marker) and find() is None:
            if services_are_required():
                pytest.fail(f"{sentence} (REQUIRE_SERVICES is set.)", pytrace=False)
            pytest.skip(sentence)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The DATABASE_URL of the PostgreSQL server; its test carries the marker `postgres`."""
    return _required("postgres")


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The address of Elasticsearch; its test carries the marker `elasticsearch`."""
    return _required("elasticsearch")


def _required(marker: str) -> str:
    find, sentence = SERVICES[marker]
    url = find()
    if url is None:
        pytest.fail(f"{sentence} Give this test the marker `{marker}`.", pytrace=False)
    return url
