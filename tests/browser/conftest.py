"""The demo, served to a browser once for all the tests that only read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.album import Album
from tests.browser.cafe import Afternoon
from tests.browser.mailbox import Mailbox
from tests.browser.month import Month
from tests.browser.visits import Visit, visit
from tests.support.browser import PHONE
from tests.support.processes import manage, run_python
from tests.support.servers import LiveSite, free_port, running_site
from tests.support.templates import SQLiteTemplate

MonthSite = tuple[LiveSite, Mailbox, dict[str, Any]]


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


@pytest.fixture(scope="session")
def month_site(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[LiveSite, Mailbox, dict[str, Any]]]:
    """A site with one association, its mailbox, and what was made in it for a month of its life."""
    folder = tmp_path_factory.mktemp("month")
    mailbox, port = Mailbox(folder / "mail"), free_port()
    env = {**mailbox.variables, "BASE_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "ERROR"}
    database_url = SQLiteTemplate().copy(folder / "site.sqlite3")
    prepare = "from tests.browser.month_site import prepare; prepare()"
    made = json.loads(run_python(database_url, prepare, extra_env=env))
    with running_site(database_url, processes=2, folder=folder, extra_env=env, port=port) as site:
        yield site, mailbox, made


@pytest.fixture(scope="session")
def month_album() -> Album:
    """The pictures of that month."""
    return Album("month")


@pytest.fixture
def month(
    month_site: MonthSite,
    new_context: Callable[..., BrowserContext],
    month_album: Album,
) -> Month:
    """That site with the people around it."""
    site, mailbox, made = month_site
    return Month(site, mailbox, made, new_context, month_album)


@pytest.fixture(scope="session")
def cafe_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site with one association, whose repair cafés each test makes anew."""
    folder = tmp_path_factory.mktemp("repair-cafe")
    database_url = SQLiteTemplate().copy(folder / "site.sqlite3")
    with running_site(database_url, processes=2, folder=folder, extra_env={"LOG_LEVEL": "ERROR"}) as site:
        yield site


@pytest.fixture
def afternoon(
    cafe_site: LiveSite,
    new_context: Callable[..., BrowserContext],
    request: pytest.FixtureRequest,
) -> Afternoon:
    """A repair café of today, with three announced objects and two volunteers."""
    made = json.loads(cafe_site.python("from tests.browser.afternoon import prepare; prepare()"))
    name = request.module.__name__.rpartition("test_")[2].replace("_", "-")
    return Afternoon(cafe_site, new_context, Album(f"{name}/{request.function.__name__[5:]}"), **made)
