"""One afternoon of a repair café: a desk, two volunteers, a wall, and the network that drops.

The pictures of every step are in `.cache/screenshots/repair-afternoon/`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from repair.open_data import BARRIERS, CATEGORIES, COLUMNS, OUTCOMES
from tests.browser.axe import violations
from tests.browser.cafe import PHONE, WALL, WITHIN, Afternoon, is_sent, take_in, waits

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("repair-cafe")]


def call_next(phone: Page, who: str) -> None:
    phone.get_by_label("Qui êtes-vous ?").select_option(label=who)
    phone.get_by_role("button", name="Appeler le suivant").click()


def open_sheet(phone: Page, item: str) -> None:
    phone.locator("#live li", has_text=item).get_by_role("link", name="Fiche").click()


def choose(phone: Page, question: str, answer: str) -> None:
    phone.locator(f"fieldset.{question}").get_by_text(answer, exact=True).click()


def test_an_afternoon_of_a_repair_cafe(afternoon: Afternoon, tmp_path: Path) -> None:
    wall = afternoon.open("wall")
    expect(wall.get_by_role("main")).to_contain_text("Personne n’est appelé")

    desk = _objects_come_in(afternoon)
    visitor = _owner_looks(afternoon, desk)
    armelle, nolwenn = _two_volunteers_call(afternoon, wall, visitor)
    _the_network_drops(afternoon, desk, armelle)
    _one_stays_one_goes_home(afternoon, armelle, nolwenn)

    sheets = afternoon.read()["sheets"]
    assert [(item, state) for item, state, _outcome in sheets] == [
        ("Grille-pain", "handed_back"),
        ("Pantalon", "done"),
        ("Lampe de chevet", "stays"),
        ("Radio", "waiting"),
        ("Chemise", "waiting"),
    ]
    assert afternoon.read()["present"] == 3
    _the_file_is_open_data(afternoon, tmp_path)
    _the_statistics_show_it(afternoon)


def _objects_come_in(afternoon: Afternoon) -> Page:
    """Two announced objects by one tap each, then a walk-in by the form."""
    desk = afternoon.open("intake", who=0)
    afternoon.album.keep(desk, "accueil")
    assert violations(desk) == []
    for item, number in (("Grille-pain", "1"), ("Pantalon", "2")):
        announced = desk.locator("#live li", has_text=item)
        announced.get_by_role("button", name="Il est là, règles acceptées").click()
        expect(desk.locator("#given .huge")).to_contain_text(number)
    take_in(desk, "Lampe de chevet", "Elle clignote.")
    expect(desk.locator("#given .huge")).to_contain_text("3")
    afternoon.album.keep(desk, "numero-donne")
    return desk


def _owner_looks(afternoon: Afternoon, desk: Page) -> Page:
    """The owner of the lamp opens the page that the code leads to."""
    desk.locator("#given").get_by_role("link", name="Imprimer le numéro").click()
    path = desk.get_by_role("link", name="Votre tour").get_attribute("href")
    desk.go_back()
    visitor = afternoon.new_context(viewport=PHONE).new_page()
    visitor.goto(f"{afternoon.site.url}{path}")
    expect(visitor.get_by_text("Il reste 1 objet devant vous.")).to_be_visible()
    afternoon.album.keep(visitor, "mon-objet")
    return visitor


def _two_volunteers_call(afternoon: Afternoon, wall: Page, visitor: Page) -> tuple[Page, Page]:
    """Each gets what they can repair; the wall and the owner's page follow by themselves."""
    armelle, nolwenn = (afternoon.open("queue", who=who) for who in (1, 2))
    call_next(armelle, "Armelle")
    call_next(nolwenn, "Nolwenn")
    expect(wall.locator(".called b")).to_have_text(["2", "1"], timeout=WITHIN)
    afternoon.album.keep(wall, "mur")
    afternoon.album.keep(armelle, "file")
    assert violations(armelle) == []
    assert armelle.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(visitor.get_by_text("Vous êtes le prochain.")).to_be_visible(timeout=WITHIN)
    for phone, item in ((armelle, "Grille-pain"), (nolwenn, "Pantalon")):
        phone.locator("#live li", has_text=item).get_by_role("button", name="Commencer").click()
        expect(phone.locator("#live li", has_text=item)).to_have_attribute("data-state", "in_repair")
    return armelle, nolwenn


def _the_network_drops(afternoon: Afternoon, desk: Page, armelle: Page) -> None:
    """Two objects come in and one repair ends meanwhile; all of it is sent once when the network is back."""
    expect(armelle.locator("#live[data-kept]")).to_be_attached()
    open_sheet(armelle, "Grille-pain")
    for context in (desk.context, armelle.context):
        context.set_offline(True)
    desk.locator("#live li", has_text="Radio").get_by_role("button", name="lues à voix haute").click()
    take_in(desk, "Chemise")
    waits(desk, "2 gestes attendent le réseau")
    expect(desk.locator("#kept")).to_contain_text("le numéro viendra avec le réseau")
    afternoon.album.keep(desk, "accueil-sans-reseau")

    choose(armelle, "safety_test", "Réussi")
    choose(armelle, "outcome", "Réparé")
    armelle.get_by_role("button", name="Enregistrer : c’est fini").click()
    waits(armelle, "1 geste attend le réseau")
    afternoon.album.keep(armelle, "fiche-sans-reseau")
    assert len(afternoon.read()["sheets"]) == 3

    for context in (desk.context, armelle.context):
        context.set_offline(False)
    is_sent(desk)
    expect(desk.locator("#given .huge")).to_have_count(2)
    armelle.wait_for_url("**/slip/", timeout=WITHIN)
    sheets = afternoon.read()["sheets"]
    assert [item for item, _state, _outcome in sheets][3:] == ["Radio", "Chemise"]
    assert sheets[0] == ["Grille-pain", "done", "Réparé"]


def _one_stays_one_goes_home(afternoon: Afternoon, armelle: Page, nolwenn: Page) -> None:
    """The toaster is handed back, the trousers are sewn; the lamp stays, with a deposit slip."""
    afternoon.album.keep(armelle, "bon-de-remise")
    armelle.get_by_role("button", name="Rendre l’objet").click()

    open_sheet(nolwenn, "Pantalon")
    choose(nolwenn, "outcome", "Réparé")
    nolwenn.get_by_role("button", name="Enregistrer : c’est fini").click()
    nolwenn.wait_for_url("**/slip/", timeout=WITHIN)

    armelle.goto(afternoon.site.url + afternoon.addresses["queue"])
    call_next(armelle, "Armelle")
    open_sheet(armelle, "Lampe de chevet")
    choose(armelle, "safety_test", "Raté : ne pas rebrancher")
    choose(armelle, "outcome", "Réparable, pas encore réparé")
    armelle.locator(".next_step select").select_option("bring_part")
    armelle.get_by_role("button", name="Enregistrer : l’objet reste").click()
    armelle.get_by_label("Nom de la personne").fill("Personne Inventée")
    armelle.get_by_label("Téléphone").fill("06 39 98 12 34")
    afternoon.album.keep(armelle, "bon-de-depot")
    armelle.get_by_role("button", name="bon de dépôt").click()
    armelle.wait_for_url("**/deposit/slip/")


def _the_file_is_open_data(afternoon: Afternoon, folder: Path) -> None:
    """Every row has the words that the standard knows, and names nobody."""
    path = folder / "repairs.csv"
    afternoon.site.manage("export_repairs", "--out", str(path))
    text = path.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    # Trousers have no number in the standard.
    assert sorted(row["product_category"] for row in rows) == ["Lamp", "Toaster"]
    for row in rows:
        assert CATEGORIES[int(row["product_category_id"])] == row["product_category"]
        assert row["repair_status"] in OUTCOMES.values()
        assert row["repair_barrier_if_end_of_life"] in {"", *BARRIERS.values()}
    assert "Inventée" not in text


def _the_statistics_show_it(afternoon: Afternoon) -> None:
    """The public page counts three objects, of which two are repaired."""
    page = afternoon.new_context(viewport=WALL).new_page()
    page.goto(f"{afternoon.site.url}/reparer/chiffres/")
    expect(page.locator(".repair-numbers li").nth(0)).to_contain_text("3")
    expect(page.locator(".repair-numbers li").nth(1)).to_contain_text("2")
    afternoon.album.keep(page, "chiffres")
