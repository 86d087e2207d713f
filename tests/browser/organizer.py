"""An editor through the month of a workshop: dates, the desk, people who call, files to take away."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.editor import Editor
from tests.browser.effort import Effort, Hand

ONE_DATE = re.compile(r"/sessions/([\w-]+)/")
Rows = list[dict[str, str]]


class Organizer(Editor):
    """The verbs of an editor who is signed in."""

    def plan_weeks(self, first: datetime, until: date, *, hour: str, leader: str, seats: int) -> None:
        """Say « chaque semaine, le jour de `first` », holidays or not, and who leads."""
        self.page.get_by_role("link", name="Ajouter des dates régulières").click()
        self.page.locator(f"[name=weekdays][value='{first.weekday()}']").check()
        self.page.get_by_label("Commence à").fill(f"{first:%H:%M}")
        self.page.get_by_label("Finit à").fill(hour)
        self.page.get_by_label("À partir du").fill(first.date().isoformat())
        self.page.get_by_label("Jusqu’au").fill(until.isoformat())
        self.page.get_by_role("checkbox", name="Sauf pendant les vacances scolaires").uncheck()
        self.page.get_by_role("checkbox", name="Sauf les jours fériés").uncheck()
        self.page.get_by_label("Places", exact=True).fill(str(seats))
        self.page.get_by_text("Salle, rendez-vous, qui anime").click()
        self.page.get_by_label("Qui anime").fill(leader)
        self.keep("dates-regulieres")
        self.page.get_by_role("button", name="Voir les dates exactes").click()
        self.save_dates()

    def dates_to_come(self) -> list[str]:
        """Return the codes of the dates of the page whose dates are shown, soonest first."""
        links = self.page.get_by_role("link", name=re.compile("^Inscriptions")).all()
        found = [ONE_DATE.search(link.get_attribute("href") or "") for link in links]
        return [match[1] for match in found if match]

    def open_people(self, public_id: str) -> None:
        """Show who comes to a date."""
        assert self.open(f"bookings/sessions/{public_id}/registrations/") == 200

    def register_caller(
        self, public_id: str, *, name: str, phone: str, relay: str = ""
    ) -> tuple[str, Effort]:
        """Write down somebody who calls, read the notice aloud.

        Returns the reference to say, and what it cost since the desk was chosen in the menu.
        """
        hand = Hand(self.page)
        self.open("bookings/desk/")
        self.keep("quelle-date")
        hand.tap(self.page.locator(f"#desk-dates a[href*='{public_id}']"))
        hand.type(self.page.get_by_label("Nom de la personne"), name)
        hand.type(self.page.get_by_label("Son téléphone"), phone)
        if relay:
            hand.type(self.page.get_by_label("Nom de qui appelle à sa place"), relay)
            hand.tap(self.page.get_by_label("Un travailleur social"))
        hand.tap(self.page.get_by_label("J’ai lu ceci à voix haute"))
        self.keep("inscrire-quelqu-un")
        hand.tap(self.page.get_by_role("main").get_by_role("button", name="Inscrire"))
        reference = self.page.locator(".desk-reference")
        expect(reference).to_be_visible()
        self.keep("reference-a-lire")
        return reference.inner_text(), hand.effort

    def take_away(self, public_id: str, what: str, kind: str) -> Rows:
        """Download a table of a date as a file of `kind`, and return its rows by their headings."""
        self.open_people(public_id)
        self.page.get_by_role("link", name="Exporter").click()
        self.page.get_by_label(what).check()
        self.page.get_by_label(kind).check()
        self.keep("exporter")
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Télécharger").click()
        return _rows(download.value.path(), download.value.suggested_filename)


def _rows(path: Path, name: str) -> Rows:
    if name.endswith(".csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))
    with path.open("rb") as file:
        headings, *lines = load_workbook(file).active.iter_rows(values_only=True)
    return [dict(zip(headings, line, strict=True)) for line in lines]
