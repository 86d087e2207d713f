"""What something costs a person: pages to read, fields to fill in, taps of a finger. No clock is asked."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page


@dataclass
class Effort:
    """As a person would count it: a field is tapped before anything is typed in it."""

    pages: int = 0
    fields: int = 0
    taps: int = 0


class Hand:
    """The hand that holds the page; `effort` is what it has done so far."""

    def __init__(self, page: Page) -> None:
        self.effort = Effort()
        page.on("domcontentloaded", self._count_page)

    def tap(self, target: Locator) -> None:
        """Press a link, a button or a box."""
        target.click()
        self.effort.taps += 1

    def type(self, field: Locator, words: str) -> None:
        """Fill in a field."""
        field.fill(words)
        self.effort.taps += 1
        self.effort.fields += 1

    def give(self, field: Locator, file: FilePayload) -> None:
        """Choose a file, or take the photo that is asked for."""
        field.set_input_files(file)
        self.effort.taps += 1
        self.effort.fields += 1

    def _count_page(self, _page: Page) -> None:
        self.effort.pages += 1
