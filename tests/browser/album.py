"""The pictures that a test leaves behind, for somebody to look at: `.cache/screenshots/`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page

from tests.support.paths import CACHE_DIR


class Album:
    """A folder of numbered screenshots, made anew at each run: the last one shows where a test stopped."""

    def __init__(self, name: str) -> None:
        self.folder: Path = CACHE_DIR / "screenshots" / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.count = 0

    def keep(self, page: Page, name: str) -> None:
        """Save the whole page as the next picture; the admin scrolls in a part of it."""
        self.count += 1
        usual = page.viewport_size
        assert usual is not None
        height = page.evaluate(
            "Math.max(...[...document.querySelectorAll('html, main')].map(e => e.scrollHeight))"
        )
        page.set_viewport_size({"width": usual["width"], "height": max(height, usual["height"])})
        page.screenshot(
            path=self.folder / f"{self.count:02d}-{name}.png", full_page=True, animations="disabled"
        )
        page.set_viewport_size(usual)
