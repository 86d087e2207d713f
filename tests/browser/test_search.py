"""Finding by keyboard alone, with a typo; suggestions; a map that comes when it is asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.servers import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]

# The demonstration's own repair café: nearer in its words and its place than the two workshops below.
TITLE = "Le repair café de Redon"
REPAIRS = """
from maillage.places.models import Organization, Place
from tests.bookings.factories import make_page, make_session
owner = Organization.objects.get(name="Les Mulots")
redon = Place.objects.filter(commune="Redon", latitude__isnull=False).first()
far = Place.objects.create(organization=owner, commune="Rostrenen", latitude=48.24, longitude=-3.32)
for place, title in ((redon, "Réparer son ordinateur"), (far, "Réparer son ordinateur à Rostrenen")):
    make_session(make_page(owner, title=title, introduction="On ouvre la machine.", place=place), in_days=3)
"""
# How often somebody presses Tab before giving up.
PATIENCE = 40


@pytest.fixture(scope="session")
def search_url(demo_site: LiveSite) -> str:
    """The address of the search, in a site where two computers can be repaired, one of them near Redon."""
    demo_site.python(REPAIRS)
    return f"{demo_site.url}/recherche/"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what `selector` names."""
    for _press in range(PATIENCE):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{PATIENCE} times Tab did not lead to {selector}")


def test_a_typo_near_redon_leads_to_the_right_repair_by_keyboard_alone(page: Page, search_url: str) -> None:
    page.goto(search_url)
    tab_to(page, "#q")
    page.keyboard.type("repration ordi")
    tab_to(page, "#near")
    page.keyboard.type("Redon")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=repration*near=Redon*")
    tab_to(page, ".search-results h3 a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).not_to_contain_text("Rostrenen")


def test_suggestions_are_walked_through_with_the_arrows(page: Page, search_url: str) -> None:
    page.goto(search_url)
    box = page.get_by_role("combobox", name="Que cherchez-vous ?")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("premiers pas")
    options = page.locator("#q-suggestions [role=option]")
    expect(options).not_to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "q-suggestions-0")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q-suggestions")).to_be_hidden()
    expect(box).to_have_value("premiers pas")


def test_a_suggestion_leads_to_its_page(page: Page, search_url: str) -> None:
    page.goto(search_url)
    page.get_by_role("combobox", name="Que cherchez-vous ?").press_sequentially("premiers robots")
    expect(page.locator("#q-suggestions [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Premiers robots, en famille")


def test_the_map_asks_another_site_only_once_a_visitor_asks_for_it(page: Page, search_url: str) -> None:
    asked: list[str] = []

    def keep_away(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="image/png", body=b"")

    page.route("https://tile.openstreetmap.org/**", keep_away)
    page.goto(f"{search_url}?q=reparer+ordinateur")
    page.wait_for_load_state("networkidle")
    assert asked == []
    with page.expect_request("https://tile.openstreetmap.org/**"):
        page.get_by_role("button", name="Voir la carte").press("Enter")
    marker = page.locator(".leaflet-marker-icon").first
    expect(marker).to_be_visible()
    marker.press("Enter")
    expect(page.locator(".leaflet-popup-content a")).to_contain_text("Réparer son ordinateur")


def test_without_javascript_everything_is_found_too(new_context, search_url: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(search_url)
    page.get_by_label("Que cherchez-vous ?").fill("repration ordi")
    page.get_by_label("Près de").fill("Redon")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".search-results h3").first).to_have_text(TITLE)
    expect(page.get_by_role("button", name="Voir la carte")).to_be_hidden()
