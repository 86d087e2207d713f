"""A donated lot, from its arrival to its hand-over and back, by opening what its QR codes say."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.servers import LiveSite, free_port, running_site
from tests.support.templates import SQLiteTemplate

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("machine-life")]

DATA = Path(__file__).parents[1] / "equipment" / "data"
INVENTORY = DATA / "lshw-laptop.json"
SEND_THE_FORM = """async () => {
  const form = document.querySelector('main form[method=post]');
  const data = new FormData(form);
  data.set('do', 'print');
  const answer = await fetch(form.action, {method: 'POST', body: data});
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("machine-life")
    database_url, port = SQLiteTemplate().copy(folder / "site.sqlite3"), free_port()
    env = {"BASE_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "ERROR", "MEDIA_ROOT": str(folder / "media")}
    env["PRIVATE_FILES"] = str(folder / "private")
    with running_site(database_url, processes=2, folder=folder, extra_env=env, port=port) as running:
        yield running


@dataclass
class Workshop:
    """The phone of somebody who works there, and that of a passer-by."""

    site: LiveSite
    donation: int
    phone: Page
    passer_by: Page

    def receive_donation(self) -> None:
        """Note in the admin that two machines arrived; it leads to nothing but their tags."""
        self.phone.goto(f"{self.site.url}/admin/equipment_donations/edit/{self.donation}/")
        self.phone.locator("[name=decision][value=receive]").check()
        self.phone.locator("[name=label]").fill("Deux ordinateurs portables")
        self.phone.locator("[name=machines]").fill("2")
        self.phone.locator("[name=machine_kind]").select_option("laptop")
        self.phone.locator("main form [type=submit]").last.click()

    def print_labels(self) -> list[str]:
        """Print the labels of the lot, and return the addresses that a camera reads on them."""
        self.phone.goto(f"{self.site.url}/admin/equipment/labels/")
        self.phone.locator("[name=lot]").select_option(index=1)
        pdf = pypdfium2.PdfDocument(base64.b64decode(self.phone.evaluate(SEND_THE_FORM)))
        picture = pdf[0].render(scale=3, grayscale=True).to_pil()
        codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        return sorted(code.text for code in codes)

    def import_evidence(self, card: str, *files: Path) -> None:
        """Give files to the machine of this card, look at what they would do, import them."""
        self.phone.goto(card)
        self.phone.get_by_role("link", name="Ajouter un inventaire").click()
        self.phone.locator("[name=files]").set_input_files(files)
        self.phone.locator("main form [type=submit]").last.click()
        self.phone.get_by_role("button", name="Importer ces fichiers").click()
        self.phone.goto(card)

    def press(self, *buttons: str) -> None:
        """Press the buttons of the card, one after the other."""
        for name in buttons:
            self.phone.get_by_role("button", name=name, exact=True).click()
            expect(self.phone.locator(".note.success")).to_be_visible()


@pytest.fixture
def workshop(site: LiveSite, new_context: Callable[..., BrowserContext]) -> Workshop:
    made = json.loads(site.python("from tests.browser.workshop import make_donation; make_donation()"))
    context = new_context()
    context.add_cookies([{"name": "sessionid", "value": made["cookie"], "url": site.url}])
    return Workshop(site, made["donation"], context.new_page(), new_context().new_page())


def certificate(folder: Path, serial: str) -> Path:
    """Write the certificate of a disk."""
    path = folder / "certificat.json"
    said = {"serial": serial, "tool": "ShredOS", "method": "PRNG", "date": "2026-05-12", "by": "L’atelier"}
    path.write_text(json.dumps({**said, "result": "effacé"}), encoding="utf-8")
    return path


def serial_of_the_disk() -> str:
    """Return the serial number of the disk in the inventory."""
    found = [node for node in _nodes(json.loads(INVENTORY.read_text())) if node.get("class") == "disk"]
    return next(node["serial"] for node in found if node.get("serial"))


def _nodes(node: dict) -> Iterator[dict]:
    yield node
    for child in node.get("children", []):
        yield from _nodes(child)


def test_a_donated_lot_goes_out_with_its_papers_and_comes_back_to_be_erased(
    workshop: Workshop, tmp_path: Path
) -> None:
    phone, passer_by = workshop.phone, workshop.passer_by
    workshop.receive_donation()
    card, other = workshop.print_labels()

    passer_by.goto(card)
    expect(passer_by.locator("main")).to_contain_text("n’est pas disponible")
    expect(passer_by.locator("main")).not_to_contain_text("Diagnostic fait")

    phone.goto(card)
    workshop.press("Diagnostic fait")
    workshop.import_evidence(card, INVENTORY)
    expect(phone.locator("main")).to_contain_text("Rien ne prouve")
    expect(phone.get_by_role("button", name="Données effacées", exact=True)).to_have_count(0)

    workshop.import_evidence(card, certificate(tmp_path, serial_of_the_disk()))
    workshop.press("Données effacées", "Remise en état", "Toutes les fonctions testées")
    phone.get_by_label("état", exact=False).first.select_option("good")
    phone.get_by_role("button", name="Enregistrer").click()
    workshop.press("Prête à partir")

    passer_by.goto(card)
    expect(passer_by.locator("main")).to_contain_text("Disponible")

    phone.get_by_role("link", name="Donner…").click()
    phone.get_by_label("Élève, étudiant ou apprenti").check()
    phone.get_by_label("Nom de qui l’emporte").fill("Anouk T.")
    phone.get_by_role("button", name="Donner").click()
    phone.get_by_role("link", name="Imprimer un papier").click()
    for paper in ("Bon de dépôt", "Fiche de remise"):
        expect(phone.get_by_role("link", name=paper)).to_be_visible()
    phone.get_by_role("link", name="Fiche de remise").click()
    expect(phone.locator("body")).to_contain_text("Anouk T.")

    passer_by.goto(card)
    expect(passer_by.locator("main")).to_contain_text("a quitté l’atelier")
    expect(passer_by.locator("main")).not_to_contain_text("Anouk")

    phone.goto(card)
    phone.get_by_role("link", name="Elle est revenue…").click()
    phone.get_by_label("Elle ne convient pas").check()
    phone.get_by_role("button", name="Elle est revenue").click()
    expect(phone.locator(".data-to_erase")).to_contain_text("À effacer")
    expect(phone.get_by_role("button", name="Prête à partir")).to_have_count(0)

    phone.goto(other)
    workshop.press("Je l’ai ouverte : il n’y a pas de disque")
    expect(phone.locator(".data-no_storage")).to_contain_text("Aucun disque")
