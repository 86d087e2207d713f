"""An association's editor at her desk: what she clicks in the French admin."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect

PASSWORD = "une-longue-phrase-de-redon"


@dataclass(frozen=True)
class Tuesdays:
    """« Tous les mardis de 18 h 30 à 20 h, du … au …, sauf vacances »."""

    first_date: date
    until: date
    capacity: int


class Editor:
    """Verbs of the admin. `keep` takes a picture of the page, with a name."""

    def __init__(self, page: Page, site_url: str, keep: Callable[[Page, str], None]) -> None:
        self.page = page
        self.url = site_url
        self._keep = keep

    def keep(self, name: str) -> None:
        """Take a picture."""
        self._keep(self.page, name)

    def open(self, path: str) -> int:
        """Go to an address of the admin and return the status of the answer."""
        response = self.page.goto(f"{self.url}/admin/{path}")
        assert response is not None
        return response.status

    def menu(self, group: str, entry: str) -> None:
        """Open an entry of the admin's menu."""
        self.page.get_by_role("button", name=group, exact=True).click()
        self.page.get_by_role("link", name=entry, exact=True).click()

    def sign_in(self, address: str, password: str) -> None:
        """Come in by the door of the admin."""
        self.open("login/")
        self.page.get_by_label("Adresse e-mail").fill(address)
        self.page.locator("[name=password]").fill(password)
        self.page.get_by_role("button", name="S'identifier").click()
        expect(self.page.get_by_role("navigation", name="Menu principal")).to_be_visible()

    def accept_invitation(self, link: str) -> None:
        """Open the link of the e-mail and choose a password: the admin opens."""
        self.page.goto(link)
        self.page.get_by_label("Votre prénom").fill("Lou")
        self.page.get_by_label("Votre nom").fill("Renard")
        self.page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
        self.page.get_by_label("Tapez encore le même mot de passe").fill(PASSWORD)
        self.keep("invitation")
        self.page.get_by_role("button", name="Créer mon compte").click()
        expect(self.page.get_by_role("navigation", name="Menu principal")).to_be_visible()

    def add_organization(self, name: str) -> None:
        """Make an association with its section, as the network's team does."""
        self.menu("Réseau", "Structures")
        self.page.get_by_role("link", name="Ajouter une structure").click()
        self.page.get_by_role("textbox", name=re.compile(r"^Nom\b")).fill(name)
        self.keep("structure")
        self.page.get_by_role("button", name="Créer").click()
        self.expect_message(name)

    def invite(self, address: str, organization: str) -> None:
        """Invite a colleague of an association."""
        self.menu("Réseau", "Invitations")
        self.page.get_by_label("Adresse e-mail").fill(address)
        self.page.get_by_label("Structure").select_option(organization)
        self.keep("inviter")
        self.page.get_by_role("main").get_by_role("button", name=re.compile("invitation")).click()
        self.expect_message(address)

    def add_place(self, *, name: str, commune: str, postal_code: str) -> None:
        """Fill in the card of a place."""
        self.menu("Réseau", "Lieux")
        self.page.get_by_role("link", name="Ajouter un lieu").click()
        self.page.get_by_role("textbox", name="Commune").fill(commune)
        self.page.get_by_role("textbox", name="Code postal").fill(postal_code)
        self.page.get_by_role("textbox", name="Nom", exact=True).fill(name)
        self.keep("lieu")
        self.page.get_by_role("button", name="Créer").click()
        self.expect_message(name)

    def write_workshop(self, *, title: str, introduction: str, place: str) -> None:
        """Make the page of a workshop in the association's section and save its draft."""
        self.page.get_by_role("link", name="Tableau de bord").click()
        self.page.get_by_role("main").get_by_role("link", name=re.compile("^1 Page")).click()
        self.page.get_by_role("link", name="Ajouter une sous-page").click()
        self.page.get_by_role("main").get_by_role("link", name=re.compile("^Atelier")).click()
        self.page.get_by_role("textbox", name="Titre").fill(title)
        self.page.locator("[name=introduction]").fill(introduction)
        self.page.get_by_role("button", name="Choisir un lieu").click()
        self.page.get_by_role("dialog").get_by_role("link", name=place).click()
        expect(self.page.get_by_role("region", name="Lieu habituel")).to_contain_text(place)
        self.keep("atelier")
        self.page.get_by_role("button", name="Enregistrer le brouillon").click()
        self.page.wait_for_url("**/edit/")

    def open_dates(self) -> None:
        """Go from the page's form to its dates."""
        self.page.get_by_role("link", name="Dates et inscriptions").click()

    def open_first_date(self) -> None:
        """Go from the list of pages to the people of the first date."""
        self.page.get_by_role("main").get_by_role("link", name="Dates").click()
        self.page.get_by_role("link", name=re.compile("^Inscriptions")).first.click()

    def plan(self, tuesdays: Tuesdays) -> None:
        """Say the regularity, and see the exact dates."""
        self.page.get_by_role("link", name="Ajouter des dates régulières").click()
        self.page.get_by_role("checkbox", name="mardi").check()
        self.page.get_by_label("Commence à").fill("18:30")
        self.page.get_by_label("Finit à").fill("20:00")
        self.page.get_by_label("À partir du").fill(tuesdays.first_date.isoformat())
        self.page.get_by_label("Jusqu’au").fill(tuesdays.until.isoformat())
        self.page.get_by_label("Places").fill(str(tuesdays.capacity))
        self.keep("dates-regulieres")
        self.page.get_by_role("button", name="Voir les dates exactes").click()
        expect(self.page.get_by_role("button", name="Enregistrer ces dates")).to_be_visible()

    def proposed_days(self) -> dict[date, bool]:
        """Return the days of the preview: is each one ticked?"""
        boxes = self.page.locator("input[name=kept]").all()
        return {date.fromisoformat(box.get_attribute("value") or ""): box.is_checked() for box in boxes}

    def untick(self, day: date) -> None:
        """Leave one day out."""
        self.page.locator(f"input[name=kept][value='{day.isoformat()}']").uncheck()

    def save_dates(self) -> None:
        """Write the ticked dates."""
        self.page.get_by_role("button", name="Enregistrer ces dates").click()

    def publish(self) -> None:
        """Publish the page whose form is open."""
        self.page.get_by_role("button", name="Plus d'actions").click()
        self.page.get_by_role("button", name="Publier").click()
        self.expect_message("publié")

    def register_by_hand(self, name: str) -> None:
        """Write down somebody who called, without phone or e-mail."""
        main = self.page.get_by_role("main")
        main.get_by_role("link", name="Inscrire quelqu’un").click()
        self.page.get_by_role("textbox", name=re.compile("^Nom de la personne")).fill(name)
        self.keep("inscrire")
        main.get_by_role("button", name="Inscrire").click()
        self.expect_message(name)
        self.keep("reference")
        main.get_by_role("link", name="Voir les inscrits").click()

    def cancel_registration(self, name: str) -> None:
        """Cancel for somebody who called."""
        self.page.get_by_role("link", name=re.compile(f"^Annuler.*{name}")).click()
        self.keep("annuler")
        self.page.get_by_role("button", name="Oui, annuler").click()

    def promote(self, name: str) -> None:
        """Give a seat more to somebody who waits."""
        self.page.get_by_role("link", name=re.compile(f"^Donner une place.*{name}")).click()
        self.page.get_by_role("checkbox").check()
        self.keep("donner-une-place")
        self.page.get_by_role("button", name="Inscrire cette personne").click()
        self.expect_message(name)

    def expect_message(self, text: str) -> None:
        """Wait for a message at the top of the admin."""
        expect(self.page.get_by_role("status").filter(has_text=text).first).to_be_visible()

    def people(self, group: str) -> Locator:
        """Return the rows of a group of people: « Inscrits », « Sur la liste d’attente »…"""
        section = self.page.get_by_role("region", name=re.compile(f"^{group}"))
        return section.get_by_role("rowheader")
