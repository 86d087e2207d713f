"""A repair café in a browser: the phones of its team, its wall, and what its database holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.album import Album
from tests.support.servers import LiveSite

PHONE, WALL = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
WITHIN = 20_000


@dataclass
class Afternoon:
    """The café with its three phones, its wall, and the pictures of what they show."""

    site: LiveSite
    new_context: Callable[..., BrowserContext]
    album: Album
    public_id: str
    phones: list[str]
    addresses: dict[str, str]

    def open(self, screen: str, who: int | None = None, *, script: bool = True, touch: bool = False) -> Page:
        """Open a screen on the phone of somebody of the team, or as anybody on the wall."""
        viewport = WALL if who is None else PHONE
        context = self.new_context(viewport=viewport, java_script_enabled=script, has_touch=touch)
        if who is not None:
            cookie = {"name": "sessionid", "value": self.phones[who], "url": self.site.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.goto(self.site.url + self.addresses[screen])
        return page

    def read(self) -> dict:
        """Return what the database holds."""
        code = f"from tests.browser.afternoon import show; show({self.public_id!r})"
        return json.loads(self.site.python(code))


def take_in(desk: Page, item: str, fault: str = "") -> None:
    """Type a sheet at the desk, and ask for its number."""
    desk.get_by_label("Quel objet ?").fill(item)
    desk.get_by_label("Qu’est-ce qui ne va pas").fill(fault)
    desk.get_by_label("Lues et acceptées", exact=True).check()
    desk.get_by_role("button", name="Donner un numéro").click()


def waits(page: Page, count: str) -> None:
    """Wait until the phone says what it keeps."""
    expect(page.locator("#waiting")).to_contain_text(count)


def is_sent(page: Page) -> None:
    """Wait until the phone keeps nothing any more."""
    expect(page.locator("#waiting")).to_be_hidden(timeout=WITHIN)
