"""The demo, served to a browser once for all the tests that only read it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.mailbox import Mailbox
from tests.browser.visits import Visit, visit
from tests.support.browser import PHONE
from tests.support.processes import manage
from tests.support.servers import LiveSite, free_port, running_site
from tests.support.templates import SQLiteTemplate


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The demo with dates in every state, in a folder of its own. Tests share it: they only add people."""
    folder = tmp_path_factory.mktemp("demo-site")
    database_url, port = SQLiteTemplate().copy(folder / "site.sqlite3"), free_port()
    env = {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "ERROR",
        **Mailbox(folder / "mail").variables,
    }
    manage(database_url, "demo", "--force", "--no-progress", extra_env=env)
    with running_site(database_url, processes=2, folder=folder, extra_env=env, port=port) as site:
        yield site


@pytest.fixture(scope="session")
def addresses(demo_site: LiveSite) -> dict[str, str]:
    """The address of every kind of public page in each of its states, by the names of `states.MAKERS`."""
    paths = json.loads(demo_site.python("from tests.browser.states import show_addresses as show; show()"))
    return {name: f"{demo_site.url}{path}" for name, path in paths.items()}


@pytest.fixture(scope="session")
def visits(browser: Browser, addresses: dict[str, str]) -> dict[str, Visit]:
    """Every page read once, each by a new visitor."""
    read = {}
    for name, address in addresses.items():
        context = browser.new_context(locale="fr-FR", viewport=PHONE)
        read[name] = visit(context, address)
        context.close()
    return read
