"""The people around one workshop during a month, each with a browser of their own, and the clock."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from playwright.sync_api import APIRequestContext, BrowserContext, Page

from tests.browser.album import Album
from tests.browser.mailbox import Mailbox
from tests.browser.organizer import Organizer
from tests.browser.resident import Resident
from tests.browser.watch import Watch
from tests.support.servers import LiveSite

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


class Month:
    """A site with one association; `made` is what `month_site.prepare()` printed."""

    def __init__(
        self,
        site: LiveSite,
        mailbox: Mailbox,
        made: dict[str, Any],
        new_context: Callable[..., BrowserContext],
        album: Album,
    ) -> None:
        self.site = site
        self.mailbox = mailbox
        self.made = made
        self.album = album
        self.watches: list[Watch] = []
        self._new_context = new_context

    def _open(self, **options: Any) -> BrowserContext:
        context = self._new_context(**options)
        context.set_default_timeout(15_000)
        self.watches.append(Watch(context))
        return context

    def _signed_in(self, name: str, viewport: dict[str, int]) -> Page:
        context = self._open(viewport=viewport)
        cookie = self.made["cookies"][name]
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.site.url}])
        return context.new_page()

    def editor(self, name: str) -> Organizer:
        """Somebody of the association at her desk."""
        return Organizer(self._signed_in(name, DESK), self.site.url, self.album.keep)

    def phone(self, name: str) -> Page:
        """The phone of somebody of the association, 390 pixels wide."""
        return self._signed_in(name, PHONE)

    def resident(self) -> Resident:
        """Somebody with an old phone 360 pixels wide, without JavaScript."""
        return Resident(self._open(java_script_enabled=False).new_page(), self.site.url)

    def requests(self) -> APIRequestContext:
        """Somebody's connection, without a window."""
        return self._open().request

    def form_of(self, public_id: str) -> str:
        """Return the address of the form of a date."""
        return f"{self.site.url}/inscription/{public_id}/"

    def run(self, call: str) -> Any:
        """Call a function of `month_site` in the site's own process; return what it printed."""
        printed = self.site.python(f"from tests.browser.month_site import *\n{call}")
        return json.loads(printed) if printed else None

    def reminders_to(self, address: str) -> list[EmailMessage]:
        """Return the reminders that somebody has received."""
        return [mail for mail in self.mailbox.sent_to(address) if "Rappel" in mail["Subject"]]

    @property
    def complaints(self) -> list[str]:
        """What the browsers complained of."""
        return [complaint for watch in self.watches for complaint in watch.complaints]
