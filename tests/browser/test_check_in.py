"""Check-in on a phone: the network is cut, a tap is doubled, the page is opened again; nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from pypdf import PdfReader

from tests.browser.album import Album
from tests.browser.axe import violations
from tests.support.servers import LiveSite, running_site
from tests.support.templates import SQLiteTemplate

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("check-in")]

PHONE = {"width": 390, "height": 844}
A4 = [595, 842]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("check-in")
    database_url = SQLiteTemplate().copy(folder / "site.sqlite3")
    with running_site(database_url, processes=2, folder=folder, extra_env={"LOG_LEVEL": "ERROR"}) as running:
        yield running


@dataclass
class Day:
    """A date of today with Ana, Bob and Zoé, and the phone of an editor who is signed in."""

    site: LiveSite
    public_id: str
    context: BrowserContext

    def open(self, screen: str = "check-in", context: BrowserContext | None = None) -> Page:
        """Open a screen of the date in a new window."""
        page = (context or self.context).new_page()
        page.goto(f"{self.site.url}/admin/bookings/sessions/{self.public_id}/{screen}/")
        return page

    def read(self) -> dict[str, dict[str, str] | int]:
        """Return what the database holds."""
        code = f"from tests.browser.day import show_day; show_day({self.public_id!r})"
        return json.loads(self.site.python(code))


@pytest.fixture
def day(site: LiveSite, new_context: Callable[..., BrowserContext]) -> Day:
    made = json.loads(site.python("from tests.browser.day import make_day; make_day()"))
    context = new_context(viewport=PHONE)
    context.add_cookies([{"name": "sessionid", "value": made["cookie"], "url": site.url}])
    return Day(site, made["public_id"], context)


def person(page: Page, name: str) -> Locator:
    return page.locator("#people > li", has_text=name)


def note(page: Page, name: str, state: str) -> None:
    person(page, name).get_by_role("button", name=state).click()


def write_down(page: Page, people: int = 1) -> None:
    page.get_by_label("Combien de personnes").fill(str(people))
    page.locator(".walk-in button").click()


def test_taps_wait_for_the_network_and_are_counted_once(day: Day) -> None:
    phone = day.open()
    note(phone, "Ana", "Présent")
    expect(phone.locator(".figures")).to_contain_text("1 personne est là")

    day.context.set_offline(True)
    note(phone, "Bob", "Absent")
    note(phone, "Bob", "Présent")
    person(phone, "Zoé").get_by_role("button", name="Excusé").dblclick()
    write_down(phone, people=2)
    expect(phone.locator("#waiting")).to_contain_text("5 gestes attendent le réseau")
    expect(person(phone, "Visiteur (2)")).to_be_visible()
    pressed = person(phone, "Bob").get_by_role("button", name="Présent")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    Album("check-in").keep(phone, "sans-reseau")
    assert day.read()["noted"] == {"Ana": "present", "Bob": "unknown", "Zoé": "unknown"}

    day.context.set_offline(False)
    expect(phone.locator("#waiting")).to_be_hidden(timeout=15_000)
    expect(person(phone, "Visiteur 1")).to_be_visible()
    noted = {"Ana": "present", "Bob": "present", "Zoé": "excused", "Visiteur 1": "present"}
    assert day.read() == {"noted": noted, "people": 4}


def test_an_answer_that_is_lost_is_asked_again_and_makes_no_second_visitor(day: Day) -> None:
    phone = day.open()
    lost = []

    def lose_the_first_answer(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
            return
        lost.append(answer.status)
        route.abort()

    phone.route("**/taps/", lose_the_first_answer)
    write_down(phone)
    expect(phone.locator("#waiting")).to_contain_text("1 geste attend le réseau")
    expect(phone.locator("#waiting")).to_be_hidden(timeout=15_000)
    assert lost == [200]
    assert day.read()["people"] == 1


def test_what_was_noted_without_network_leaves_when_the_page_is_opened_again(day: Day) -> None:
    phone = day.open()
    day.context.set_offline(True)
    note(phone, "Ana", "Présent")
    expect(phone.locator("#waiting")).to_be_visible()
    phone.close()

    day.context.set_offline(False)
    again = day.open()
    expect(again.locator(".figures")).to_contain_text("1 personne est là")
    assert day.read()["people"] == 1


def test_the_list_opens_again_without_network(day: Day) -> None:
    phone = day.open()
    expect(phone.locator("#live[data-kept]")).to_be_attached()
    day.context.set_offline(True)
    phone.reload()
    note(phone, "Ana", "Présent")
    expect(phone.locator("#waiting")).to_contain_text("1 geste attend le réseau")

    day.context.set_offline(False)
    expect(phone.locator("#waiting")).to_be_hidden(timeout=15_000)
    assert day.read()["people"] == 1


def test_a_phone_that_is_signed_out_keeps_no_list(day: Day) -> None:
    phone = day.open()
    expect(phone.locator("#live[data-kept]")).to_be_attached()
    day.context.clear_cookies(name="sessionid")
    phone.reload()
    assert "/admin/login/" in phone.url
    assert phone.evaluate("caches.has('bookings-check-in')") is False


def test_somebody_who_was_signed_out_keeps_what_they_noted(day: Day) -> None:
    phone = day.open()
    day.context.clear_cookies(name="sessionid")
    note(phone, "Ana", "Présent")
    expect(phone.locator("#waiting")).to_contain_text("Vous êtes déconnecté")
    assert day.read()["people"] == 0


def test_without_a_script_each_button_is_a_form(day: Day, new_context: Callable[..., BrowserContext]) -> None:
    plain = new_context(viewport=PHONE, java_script_enabled=False)
    plain.add_cookies(day.context.cookies())
    page = day.open(context=plain)
    note(page, "Ana", "Présent")
    expect(page.locator(".figures")).to_contain_text("1 personne est là")
    write_down(page)
    expect(person(page, "Visiteur 1")).to_be_visible()


@pytest.mark.parametrize("screen", ["check-in", "sheet", "counts"])
def test_the_screens_of_the_day_are_accessible_and_fit_a_phone(day: Day, screen: str) -> None:
    page = day.open(screen)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_sheet_of_a_small_group_is_one_page_of_a4(day: Day) -> None:
    sheets = PdfReader(BytesIO(day.open("sheet").pdf(prefer_css_page_size=True))).pages
    assert [[round(float(side)) for side in sheet.mediabox[2:]] for sheet in sheets] == [A4]


def test_the_people_to_call_print_on_one_page_of_a4_with_a_box_to_tick_for_each(day: Day) -> None:
    day.site.python(f"from tests.browser.day import cancel_day; cancel_day({day.public_id!r})")
    page = day.open("calls")
    (sheet,) = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [round(float(side)) for side in sheet.mediabox[2:]] == A4
    printed = sheet.extract_text()
    for words in ("Ines", "06 39 98 20 50", "Max", "02 61 91 20 51", "L’animatrice est malade"):
        assert words in printed
    page.emulate_media(media="print")
    expect(page.locator(".people .tick:visible")).to_have_count(2)
    expect(page.locator("button:visible")).to_have_count(0)
