"""Every public page, in every state, against WCAG 2.2 AA: axe-core, narrow screens, large text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.states import MAKERS
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]

DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
# What a window of 1280 pixels shows at a zoom of 200 %.
ZOOMED = {"width": 640, "height": 450}
LARGE_TEXT = "document.documentElement.style.fontSize = '225%'"  # twice the site's own size
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

every_page = pytest.mark.parametrize("name", MAKERS)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for every test that only reads."""
    context = browser.new_context(locale="fr-FR", viewport=PHONE)
    yield context.new_page()
    context.close()


def read(page: Page, address: str) -> None:
    """Open `address` on a phone, by day."""
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    page.goto(address)


def violations_in_both_schemes(page: Page) -> list[str]:
    """Return what axe finds on a phone by day and on a desk by night."""
    found = violations(page)
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    return found + violations(page)


@every_page
def test_axe_finds_nothing(name, reader, addresses):
    read(reader, addresses[name])

    assert violations_in_both_schemes(reader) == []


def test_axe_finds_what_is_wrong(page):
    page.set_content(
        "<a href=/><img src=x></a><a href=/a>a</a><a href=/b>b</a><p style='color:#bbb'>gris</p>"
    )

    rules = {violation.partition(":")[0] for violation in violations(page)}
    assert rules >= {"image-alt", "link-name", "color-contrast", "html-has-lang", "target-size"}


@every_page
def test_nothing_overflows_on_a_narrow_screen_or_with_large_text(name, reader, addresses):
    read(reader, addresses[name])

    overflows = {}
    for width, size in (("320 px", NARROW), ("200 %", ZOOMED)):
        reader.set_viewport_size(size)
        overflows[width] = reader.evaluate(OVERFLOW)
    reader.evaluate(LARGE_TEXT)
    overflows["200 %, twice"] = reader.evaluate(OVERFLOW)
    reader.set_viewport_size(DESK)
    overflows["1280 px, text at 200 %"] = reader.evaluate(OVERFLOW)

    assert overflows == dict.fromkeys(overflows, 0)


def test_every_page_is_in_french_with_one_heading_and_one_main_part(visits):
    wrong = {
        name: (visit.language, visit.headings, visit.mains)
        for name, visit in visits.items()
        if (visit.language, visit.headings, visit.mains) != ("fr", 1, 1)
    }

    assert wrong == {}


def test_titles_tell_pages_apart(visits):
    # A filter is another view of the same page, and every lost page has the same words.
    titles = {visit.address.partition("?")[0]: visit.title for visit in visits.values() if visit.ok}

    assert all(titles.values())
    assert [title for title, count in Counter(titles.values()).items() if count > 1] == []


OWN_FORMS = ("registration, to find", "registration, to move")
FORMS = (
    "form",
    "form, several seats",
    "form, waiting list",
    "form, every kind of question",
    "invitation",
    *OWN_FORMS,
)


@pytest.mark.parametrize("name", FORMS)
def test_axe_finds_nothing_in_a_form_with_errors(name, page, addresses):
    page.goto(addresses[name])
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert violations_in_both_schemes(page) == []


def test_a_form_with_errors_fits_a_narrow_screen(page, addresses):
    page.goto(addresses["form"])
    page.set_viewport_size(NARROW)
    page.get_by_label("Votre adresse e-mail").fill("une-adresse-vraiment-tres-longue-sans-arobase-ni-espace")
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert page.evaluate(OVERFLOW) == 0


def test_axe_finds_nothing_when_the_form_is_too_old(page, addresses):
    page.goto(addresses["form"])
    page.context.clear_cookies()
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce formulaire est trop ancien")

    assert violations_in_both_schemes(page) == []
