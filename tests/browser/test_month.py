"""A month of one workshop, as an association and its neighbours live it.

The pictures of every step are in `.cache/screenshots/month/`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.effort import Effort
from tests.browser.mailbox import text_of
from tests.browser.month import Month
from tests.browser.month_site import LEADER, TITLE
from tests.browser.neighbours import register_by_post
from tests.browser.organizer import Organizer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("month")]

SEATS = 15
ON_THEIR_PHONES = ("Camille", "Dominique", "Rozenn")
BY_POST = ("Baptiste", "Fatoumata", "Gwenola", "Léontine", "Mehdi", "Nadège", "Soizic", "Sélim", "Yannick")
CALLER, HELPED, RELAY, GROUP, WALK_IN = "Madeleine", "Anatole", "Anne, du CCAS", "Le Bihan", "Capucine"
OF_THE_CANCELLED_DATE = ("Yvonne", "Maurice", "Odette")
REASON = "L’animatrice est malade"
EVERYBODY = (*ON_THEIR_PHONES, *BY_POST, CALLER, HELPED, RELAY, GROUP, WALK_IN, *OF_THE_CANCELLED_DATE)


def first_start() -> datetime:
    """Return when the first date begins: within a day, and early enough to end before midnight."""
    start = datetime.now(ZoneInfo("Europe/Paris")).replace(minute=0, second=0, microsecond=0)
    start += timedelta(hours=20)
    return start if start.hour < 22 else start - timedelta(hours=3)


def address_of(name: str) -> str:
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    return f"{plain.lower().replace(' ', '.')}@maison.example"


def test_a_month_of_a_workshop(month: Month) -> None:
    lou = month.editor("lou")
    near, main_date = publish_regular_dates(month, lou)

    fill_the_date(month, lou, main_date)
    a_group_waits_and_comes_as_fewer(month, lou, main_date)
    the_nearest_date_is_cancelled_from_a_phone(month, near)
    everybody_is_reminded_once(month, main_date)
    the_day_without_network(month, main_date)
    the_tables_are_taken_away(lou, main_date)
    nobody_is_left_when_the_season_is_over(month, lou, (main_date, near))
    assert month.complaints == []


def publish_regular_dates(month: Month, lou: Organizer) -> tuple[str, str]:
    """Give a draft five weekly dates and publish it; return the first two."""
    lou.open(f"pages/{month.made['page']}/edit/")
    lou.open_dates()
    start = first_start()
    end = f"{start + timedelta(minutes=75):%H:%M}"
    until = start.date() + timedelta(weeks=4)
    lou.plan_weeks(start, until, hour=end, leader=LEADER, seats=SEATS)
    lou.expect_message("5 dates")
    lou.keep("dates")
    near, main_date, *later = lou.dates_to_come()
    assert len(later) == 3

    lou.open(f"pages/{month.made['page']}/edit/")
    lou.publish()
    return near, main_date


def fill_the_date(month: Month, lou: Organizer, date: str) -> None:
    """Twelve people by the web (one of them with a friend), one by phone, one by a social worker."""
    for number, name in enumerate(ON_THEIR_PHONES):
        resident = month.resident()
        resident.open_home()
        resident.open_workshop(TITLE)
        resident.page.locator(f".session-card a[href*='{date}']").click()
        resident.fill(name=name, phone=f"06 39 98 20 1{number}", email=address_of(name))
        if number == 0:
            resident.page.locator("[name=seats]").fill("2")
            month.album.keep(resident.page, "formulaire")
        resident.send()
        resident.expect_title("Vous avez votre place")
        if number == 0:
            month.album.keep(resident.page, "inscrite")

    requests = month.requests()
    for name in BY_POST:
        register_by_post(requests, month.form_of(date), name=name, email=address_of(name))

    _reference, effort = lou.register_caller(date, name=CALLER, phone="06 39 98 20 30")
    # Under a minute, on the phone: the date, two fields, « lu à voix haute », the reference.
    assert effort == Effort(pages=3, fields=2, taps=5)
    lou.register_caller(date, name=HELPED, phone="02 61 91 20 40", relay=RELAY)
    expect(lou.page.get_by_role("main")).to_contain_text(RELAY)
    lou.open_people(date)
    expect(lou.people("Inscrits")).to_have_text([*ON_THEIR_PHONES, *BY_POST, CALLER, HELPED])
    expect(lou.page.get_by_role("main")).to_contain_text("15 sur 15. Il en reste 0")
    expect(lou.page.get_by_role("row", name=re.compile(HELPED))).to_contain_text(f"Inscrit par {RELAY}")
    lou.keep("date-complete")


def a_group_waits_and_comes_as_fewer(month: Month, lou: Organizer, date: str) -> None:
    """Three wait; two seats become free by a link of an e-mail; they come as two."""
    group = month.resident()
    group.page.goto(month.form_of(date))
    group.fill(name=GROUP, email=address_of(GROUP))
    group.page.locator("[name=seats]").fill("3")
    month.album.keep(group.page, "liste-d-attente")
    group.send()
    group.expect_title("Vous êtes sur la liste d’attente")
    expect(group.page.get_by_role("main")).to_contain_text("numéro 1")

    camille = month.resident()
    camille.page.goto(month.mailbox.last_link_to(address_of("Camille"), "/annuler/"))
    month.album.keep(camille.page, "annuler")
    camille.page.get_by_role("button", name="Oui, annuler").click()
    camille.expect_title("Votre inscription est annulée")

    lou.open_people(date)
    expect(lou.people("Une place leur est gardée")).to_have_text([GROUP])
    lou.keep("place-gardee")
    group.page.goto(month.mailbox.last_link_to(address_of(GROUP), "/accepter/"))
    expect(group.page.get_by_role("main")).to_contain_text("Vous en avez demandé 3")
    month.album.keep(group.page, "deux-places-sur-trois")
    group.page.get_by_role("button", name="Oui, nous venons à 2").click()
    group.expect_title("Vous avez votre place")
    lou.page.reload()
    expect(lou.people("Inscrits").filter(has_text=GROUP)).to_have_count(1)
    expect(lou.page.get_by_role("main")).to_contain_text("15 sur 15. Il en reste 0")


def the_nearest_date_is_cancelled_from_a_phone(month: Month, date: str) -> None:
    """Its leader is ill, less than a day before: e-mails leave, the others are called, the site says it."""
    yvonne, maurice, odette = OF_THE_CANCELLED_DATE
    requests, form = month.requests(), month.form_of(date)
    register_by_post(requests, form, name=yvonne, email=address_of(yvonne), phone="06 39 98 20 50")
    register_by_post(requests, form, name=maurice, phone="02 61 91 20 51")
    register_by_post(requests, form, name=odette, email=address_of(odette), phone="06 39 98 20 52")
    leaving = month.resident()
    leaving.page.goto(month.mailbox.last_link_to(address_of(odette), "/annuler/"))
    leaving.page.get_by_role("button", name="Oui, annuler").click()

    phone = month.phone("gaelle")
    phone.goto(f"{month.site.url}/admin/bookings/led/")
    month.album.keep(phone, "mes-dates")
    phone.get_by_role("link", name=re.compile("^Annuler")).first.click()
    phone.locator("[name=reason]").fill(REASON)
    month.album.keep(phone, "annuler-ma-date")
    phone.get_by_role("button", name="Oui, annuler").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("À appeler (2)")
    expect(phone.locator(".people strong")).to_have_text([yvonne, maurice])
    expect(phone.locator("a[href='tel:+33639982050']")).to_be_visible()
    month.album.keep(phone, "a-appeler")
    for name in (yvonne, maurice):
        phone.get_by_role("button", name=f"C’est dit – {name}").click()
    expect(phone.get_by_text("Tout le monde est prévenu")).to_be_visible()

    assert REASON in text_of(month.mailbox.sent_to(address_of(yvonne))[-1])
    assert not any(REASON in text_of(mail) for mail in month.mailbox.sent_to(address_of(odette)))
    reader = month.resident().page
    for path in ("/", "/agenda/"):
        reader.goto(f"{month.site.url}{path}")
        expect(reader.get_by_role("main")).to_contain_text("Annulé")
        expect(reader.get_by_role("main")).to_contain_text(REASON)
        month.album.keep(reader, "annule")


def everybody_is_reminded_once(month: Month, date: str) -> None:
    """The worker's job runs two days before the date, and comes back: one reminder for each who comes."""
    before = [len(month.reminders_to(address_of(name))) for name in ("Dominique", "Camille")]
    for hours in (47, 46):
        month.run(f"live_on('bookings.reminders', hours_before={hours}, public_id={date!r})")
    assert before == [0, 0]
    for name in (*ON_THEIR_PHONES[1:], *BY_POST, GROUP):
        assert len(month.reminders_to(address_of(name))) == 1, name
    assert month.reminders_to(address_of("Camille")) == []


def the_day_without_network(month: Month, date: str) -> None:
    """The list on the phone of who leads: the network goes, people come, the network is back."""
    phone = month.phone("gaelle")
    phone.goto(f"{month.site.url}/admin/bookings/sessions/{date}/check-in/")
    month.album.keep(phone, "qui-est-la")
    note(phone, "Dominique", "Présent")
    expect(phone.locator(".figures")).to_contain_text("1 personne est là")
    phone.context.set_offline(True)
    note(phone, "Rozenn", "Présent")
    note(phone, GROUP, "Présent")
    note(phone, "Mehdi", "Absent")
    phone.locator(".walk-in [name=name]").fill(WALK_IN)
    phone.locator(".walk-in button").click()
    expect(phone.locator("#waiting")).to_contain_text("4 gestes attendent le réseau")
    month.album.keep(phone, "sans-reseau")

    phone.context.set_offline(False)
    expect(phone.locator("#waiting")).to_be_hidden(timeout=15_000)
    phone.reload()
    expect(phone.locator(".figures")).to_contain_text("5 personnes sont là")
    expect(phone.locator("#people")).to_contain_text(WALK_IN)
    month.album.keep(phone, "reseau-revenu")


def note(phone: Page, name: str, state: str) -> None:
    """Press a button of somebody's line."""
    phone.locator("#people > li", has_text=name).get_by_role("button", name=state).click()


def the_tables_are_taken_away(lou: Organizer, date: str) -> None:
    """Registrations as CSV, attendance as a spreadsheet: what happened, row by row."""
    people = {row["Nom"]: row for row in lou.take_away(date, "Les inscriptions", "Tableau en texte")}
    assert set(people) == {*ON_THEIR_PHONES, *BY_POST, CALLER, HELPED, GROUP, WALK_IN}
    assert people["Camille"]["État"] == "Annulée"
    assert people[GROUP]["Places"] == "2"
    assert people[HELPED]["Inscrit par"] == RELAY
    assert people[CALLER]["Téléphone"] == "06 39 98 20 30"

    came = {row["Nom"]: row["Présence"] for row in lou.take_away(date, "Les présences", "Tableur")}
    assert {name for name, state in came.items() if state == "Présent"} == {
        *("Dominique", "Rozenn", GROUP, WALK_IN)
    }
    assert came["Mehdi"] == "Absent"


def nobody_is_left_when_the_season_is_over(month: Month, lou: Organizer, dates: tuple[str, str]) -> None:
    """After `anonymize`, no screen and no file names anybody, and links lead nowhere."""
    link = month.mailbox.last_link_to(address_of("Rozenn"), "/mon-inscription/")
    assert month.run(f"forget({dates[0]!r})") >= len(EVERYBODY) - 1
    screens = ["bookings/calls/", "bookings/desk/", "messages-sortants/", ""]
    for date in dates:
        for screen in ("registrations", "check-in", "sheet", "counts", "calls", "registrations/write"):
            screens.append(f"bookings/sessions/{date}/{screen}/")
    for screen in screens:
        assert lou.open(screen) == 200, screen
        text = lou.page.locator("body").inner_text()
        assert [name for name in (*EVERYBODY, "06 39 98 20") if name in text] == [], screen
    lou.open_people(dates[0])
    lou.keep("effaces")
    assert {row["Nom"] for row in lou.take_away(dates[0], "Les inscriptions", "Tableau en texte")} == {""}

    rozenn = month.resident()
    rozenn.page.goto(link)
    rozenn.expect_title("n’ouvre aucune inscription")
    month.album.keep(rozenn.page, "lien-efface")
