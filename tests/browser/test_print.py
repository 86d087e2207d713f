"""What is pinned up fits on one sheet of paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]

# In points of 1/72 inch, the shorter side first.
A4 = [595, 842]
LONG_TITLE = "Apprendre à reconnaître les arnaques au téléphone, par message et par courriel, sans paniquer"


def sheets(page: Page, address: str) -> list[list[int]]:
    """Print as Chromium does; return the size of each sheet, its shorter side first."""
    page.goto(address)
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    return [sorted(round(float(side)) for side in sheet.mediabox[2:]) for sheet in pages]


@pytest.mark.parametrize("name", ["workshop, as a poster", "agenda, a month", "agenda, an empty month"])
def test_it_prints_on_one_sheet(page, addresses, name) -> None:
    assert sheets(page, addresses[name]) == [A4]


def test_a_poster_with_a_long_title_still_fits(page, addresses) -> None:
    page.goto(addresses["workshop, as a poster"])
    page.locator("h1").evaluate("(element, title) => { element.textContent = title }", LONG_TITLE)
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(pages) == 1
