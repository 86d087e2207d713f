"""A smartphone from its arrival to its hand-over, on a phone, without any file: fifteen taps at most."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.browser.effort import Hand
from tests.support.browser import PHONE
from tests.support.servers import LiveSite, free_port, running_site
from tests.support.templates import SQLiteTemplate

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("machine-life")]

MOST_TAPS = 15


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("by-hand")
    database_url, port = SQLiteTemplate().copy(folder / "site.sqlite3"), free_port()
    env = {"BASE_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "ERROR", "MEDIA_ROOT": str(folder / "media")}
    env["PRIVATE_FILES"] = str(folder / "private")
    with running_site(database_url, processes=1, folder=folder, extra_env=env, port=port) as running:
        yield running


@pytest.fixture
def phone(site: LiveSite, new_context: Callable[..., BrowserContext]) -> Page:
    made = json.loads(site.python("from tests.browser.workshop import make_workshop_user as make; make()"))
    context = new_context(viewport=PHONE, has_touch=True)
    context.add_cookies([{"name": "sessionid", "value": made["cookie"], "url": site.url}])
    page = context.new_page()
    page.goto(f"{site.url}/admin/equipment/")
    return page


def picture_of_the_screen() -> FilePayload:
    """The photo that the telephone takes of « Bonjour »."""
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), "navy").save(kept, "JPEG")
    return {"name": "ecran.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def test_a_smartphone_goes_from_its_arrival_to_its_hand_over_in_fifteen_taps(phone: Page) -> None:
    hand = Hand(phone)

    hand.tap(phone.get_by_role("link", name="Une machine arrive"))
    hand.tap(phone.get_by_label("Smartphone"))
    hand.type(phone.get_by_label("marque", exact=False), "Samsung")
    hand.type(phone.get_by_label("modèle", exact=False), "Galaxy A12")
    hand.type(phone.get_by_label("Numéro de série"), "49-015420-323751-8")
    hand.tap(phone.get_by_role("button", name="Noter cette machine"))
    expect(phone.locator(".data-unknown")).to_be_visible()

    hand.tap(phone.get_by_role("button", name="Sa mémoire est effacée…"))
    hand.tap(phone.get_by_label("Réinitialisation d’usine d’un appareil chiffré"))
    hand.give(phone.get_by_label("Photo de l’écran"), picture_of_the_screen())
    hand.tap(phone.get_by_role("button", name="Garder ce certificat"))
    expect(phone.locator(".data-erased")).to_contain_text("prouvé")

    hand.tap(phone.get_by_label("Bon état", exact=True))
    hand.tap(phone.get_by_role("button", name="Tout est fait : elle est prête"))
    hand.tap(phone.get_by_role("link", name="Donner…"))
    hand.tap(phone.get_by_label("Élève, étudiant ou apprenti"))
    hand.tap(phone.get_by_role("button", name="Donner"))

    expect(phone.locator(".axes")).to_contain_text("Donnée")
    expect(phone.locator(".ledger li")).to_have_count(9)
    assert hand.effort.taps <= MOST_TAPS
