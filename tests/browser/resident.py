"""A resident with an old phone: 360 pixels wide, no JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.effort import Hand


class Resident:
    """Verbs of the public site. `hand` counts what they cost, as the resident would."""

    def __init__(self, page: Page, site_url: str) -> None:
        self.page = page
        self.url = site_url
        self.hand = Hand(page)

    def open_home(self) -> None:
        """Type the address of the site."""
        self.page.goto(self.url)

    def open_workshop(self, title: str) -> None:
        """Follow the title of a workshop."""
        self.hand.tap(self.page.get_by_role("main").get_by_role("link", name=title, exact=True).first)

    def choose_first_date(self) -> None:
        """Press the verb of the first date: a seat, or the waiting list."""
        self.hand.tap(self.page.locator(".session-card").first.get_by_role("link").first)

    def fill(self, *, name: str, phone: str = "", email: str = "") -> None:
        """Type the two fields that are asked for."""
        self.hand.type(self.page.get_by_label("Votre nom", exact=True), name)
        if phone:
            self.hand.type(self.page.get_by_label("Votre téléphone"), phone)
        if email:
            self.hand.type(self.page.get_by_label("Votre adresse e-mail"), email)

    def send(self) -> None:
        """Press the button of the form."""
        self.hand.tap(self.page.get_by_role("main").get_by_role("button"))

    def expect_title(self, words: str) -> None:
        """Wait for the page whose title says `words`."""
        expect(self.page.get_by_role("heading", level=1, name=re.compile(words))).to_be_visible()
