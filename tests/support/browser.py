"""A real Chromium. Its tests carry the marker `browser` and use pytest-django's `live_server`."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.services import chromium

PHONE = {"width": 360, "height": 740}
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-features=MediaRouter,OptimizationHints,Translate",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once for each test process."""
    # Playwright keeps an event loop in this thread; Django would take each query for one made in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # Chromium's own sandbox refuses to run as root.
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium(), headless=True, chromium_sandbox=False, args=arguments
        )
        yield launched
        launched.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens a browser profile of its own: a French phone, unless told otherwise."""
    opened: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        defaults = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": PHONE}
        context = browser.new_context(**{**defaults, **options})
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """An empty page of a French phone, 360 pixels wide."""
    return new_context().new_page()
