"""The sheet and the base page: their size, their contrast, what they never hold."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from home.models import NetworkSettings
from tests.home.factories import make_page, make_site

SHEET = Path(settings.SITE_DIR / "static" / "css" / "site.css").read_text(encoding="utf-8")
LIGHT, DARK = re.findall(r":root \{(.*?)\n *\}", SHEET, re.DOTALL)[:2]
INKS = ["ink", "soft", "workshop", "repair", "equipment", "event", "bad", "warn"]
GROUNDS = ["paper", "card"]


def colours(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", scheme))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, from 0 (black) to 1 (white)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_stand_out_at_seven_to_one(scheme: str, ink: str, ground: str) -> None:
    assert contrast(colours(scheme)[ink], colours(scheme)[ground]) >= 7


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_on_the_sun_stand_out_at_seven_to_one(scheme: str) -> None:
    assert contrast(colours(scheme)["ink"], colours(scheme)["sun"]) >= 7


def test_the_sheet_weighs_twelve_kilobytes_at_most() -> None:
    assert len(SHEET.encode()) <= 12_000


PLUGIN_SHEETS = {"/static/search/search.css"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/agenda/", "/lieux/", "/recherche/"])
def test_this_sheet_is_the_only_one_of_a_public_page(client: Client, path: str) -> None:
    make_site()

    html = client.get(path).content.decode()

    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    # A plugin may bring a small sheet of its own; nothing else does.
    assert [sheet for sheet in sheets if sheet not in PLUGIN_SHEETS] == ["/static/css/site.css"]


def test_the_sheet_asks_nothing_of_another_host() -> None:
    assert not re.search(r"url\(|@import|https?:", SHEET)


@pytest.mark.parametrize("folder", ["site/templates", "home/templates"])
def test_no_template_holds_inline_style_or_script(folder: str) -> None:
    forbidden = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE)
    templates = sorted((settings.ROOT_DIR / folder).rglob("*.html"))

    assert templates
    assert [path.name for path in templates if forbidden.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.django_db
def test_a_page_says_its_language_its_title_and_its_address(client: Client) -> None:
    make_page(make_site(network_name="Les Clics"), search_description="Réparer ensemble")

    html = client.get("/cafe-reparation/").content.decode()

    assert '<html lang="fr">' in html
    assert "<title>Le café réparation – Les Clics</title>" in html
    assert '<meta name="description" content="Réparer ensemble">' in html
    assert re.search(r'<link rel="canonical" href="http://[^"]+/cafe-reparation/">', html)


@pytest.mark.django_db
def test_the_first_link_goes_to_the_content(client: Client) -> None:
    make_site()

    html = client.get("/").content.decode()

    assert 'href="#content"' in re.findall(r"<a [^>]*>", html)[0]
    assert 'id="content"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/vie-privee/", "/agenda/"])
def test_a_demonstration_says_so_on_every_page_and_stays_out_of_search_engines(
    client: Client, path: str
) -> None:
    make_site(is_demonstration=True)

    html = client.get(path).content.decode()

    assert "Démonstration\u00a0: ces dates n’existent pas" in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.django_db
def test_a_real_site_says_nothing_of_the_kind(client: Client) -> None:
    make_site()

    html = client.get("/").content.decode()

    assert "Démonstration" not in html
    assert "noindex" not in html


@pytest.mark.django_db
def test_the_phone_at_the_top_can_be_called_from_the_page(client: Client) -> None:
    make_site(phone="02 61 91 00 00", phone_hours="le matin")

    html = client.get("/").content.decode()

    assert '<a href="tel:0261910000">02 61 91 00 00</a><br>le matin' in html


def test_a_foreign_number_keeps_its_plus() -> None:
    assert NetworkSettings(phone="+33 2 61 91 00 00").phone_link == "+33261910000"


@pytest.mark.django_db
def test_no_page_calls_another_host(client: Client) -> None:
    make_site()

    html = client.get("/").content.decode()

    assert re.findall(r'(?:src|srcset)="(?:https?:)?//[^"]*"', html) == []


@pytest.mark.django_db
def test_the_home_page_says_the_name_of_the_network_once_in_its_title(client: Client) -> None:
    make_site(network_name="Les Clics")

    title = re.findall("<title>(.*?)</title>", client.get("/").content.decode())[0]

    assert title == "Les Clics"
