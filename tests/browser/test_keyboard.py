"""The whole registration by keyboard, JavaScript off: Tab, Enter, Space, and letters."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]

MOST_STOPS = 150
HAS_FOCUS = "element => element === document.activeElement"
# An outline that is drawn, and a part of the element in the window.
SHOWS_FOCUS = """element => {
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary"


@pytest.fixture
def page(new_context) -> Page:
    """A phone without JavaScript."""
    return new_context(java_script_enabled=False).new_page()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus; every stop on the way must be seen."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(SHOWS_FOCUS), focused.evaluate("element => element.outerHTML")
        if target.evaluate(HAS_FOCUS):
            return
    raise AssertionError(f"Tab never reaches {target}")


def press_and_go(page: Page, key: str) -> None:
    """Press a key that opens another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def link(page: Page, name: str) -> Locator:
    """Return the first link of the content whose name begins with `name`."""
    return page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).first


def test_somebody_registers_and_cancels_with_the_keyboard_alone(page, addresses):
    page.goto(addresses["workshop, with dates of every kind"])
    tab_to(page, page.get_by_role("main").get_by_role("link", name=re.compile("^S’inscrire (?!sur)")).first)
    press_and_go(page, "Enter")

    tab_to(page, page.get_by_label("Votre nom", exact=True))
    page.keyboard.type("Claude")
    page.keyboard.press("Tab")
    page.keyboard.type("06 39 98 12 34")
    tab_to(page, page.get_by_role("main").get_by_role("button"))
    press_and_go(page, "Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous avez votre place")

    tab_to(page, link(page, "Annuler mon inscription"))
    press_and_go(page, "Enter")
    tab_to(page, page.get_by_role("main").get_by_role("button"))
    press_and_go(page, "Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre inscription est annulée")


def test_the_first_stop_leads_over_the_menu_to_the_content(page, addresses):
    page.goto(addresses["home"])

    page.keyboard.press("Tab")
    skip_link = page.locator(":focus")
    expect(skip_link).to_have_text("Aller au contenu")
    expect(skip_link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator(":focus").evaluate("element => element.closest('main') !== null")


def test_after_an_error_the_focus_is_on_a_summary_that_leads_to_each_field(page, addresses):
    page.goto(addresses["form"])
    page.get_by_label("Votre adresse e-mail").fill("pas une adresse")
    tab_to(page, page.get_by_role("main").get_by_role("button"))
    press_and_go(page, "Enter")

    expect(page).to_have_title(re.compile("^Erreur"))
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    for label in ("Votre nom", "Votre adresse e-mail"):
        tab_to(page, summary.get_by_role("link", name=re.compile(label)))
        page.keyboard.press("Enter")
        expect(page.get_by_label(label, exact=True)).to_be_focused()
        expect(page.get_by_label(label, exact=True)).to_be_in_viewport()
        summary.focus()
    expect(page.get_by_label("Votre adresse e-mail")).to_have_value("pas une adresse")


@pytest.mark.parametrize("name", ["home", "agenda", "workshop, with dates of every kind", "search, results"])
def test_tab_walks_through_the_whole_page_and_out_of_it(name, page, addresses):
    page.goto(addresses[name])
    last = page.locator(FOCUSABLE).locator("visible=true").last

    tab_to(page, last)
    page.keyboard.press("Tab")

    assert not last.evaluate(HAS_FOCUS)
