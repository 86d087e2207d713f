"""What every test may use; the rooms are in `tests/support/`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings

pytest_plugins = [
    "tests.support.services",
    "tests.support.databases",
    "tests.support.guards",
    "tests.support.servers",
    "tests.support.browser",
    "tests.support.elastic_cluster",
]


@pytest.fixture(scope="session", autouse=True)
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Files that tests upload: a folder for each test process, removed later by pytest."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Start each test without what another one has counted or kept."""
    cache.clear()
