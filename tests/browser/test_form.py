"""The registration form in a real browser: questions that come and go, and the work that stops programs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]

DEPENDING = "Qui vous accompagne ?"
PREPARE = """
from tests.bookings.factories import make_session
print(make_session(capacity=5).public_id)
"""


def test_a_question_comes_when_its_condition_holds_and_goes_again(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(addresses["form, every kind of question"])
    expect(page.get_by_label(DEPENDING)).to_be_hidden()
    page.get_by_label("En famille").check()
    expect(page.get_by_label(DEPENDING)).to_be_visible()
    page.get_by_label("Sans personne d’autre").check()
    expect(page.get_by_label(DEPENDING)).to_be_hidden()


def test_without_javascript_every_question_is_there_with_whom_it_is_for(
    browser: Browser, addresses: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(addresses["form, every kind of question"])
    expect(page.get_by_label(DEPENDING)).to_be_visible()
    expect(page.get_by_text(re.compile("Seulement si vous avez répondu"))).to_be_visible()
    context.close()


def test_somebody_else_is_registered_without_javascript(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(addresses["form"])
    page.get_by_label("Votre nom", exact=True).fill("Denise")
    page.get_by_label("Votre téléphone").fill("06 39 98 12 34")
    page.get_by_text("J’inscris quelqu’un d’autre").click()
    page.get_by_label("Votre nom à vous").fill("Sacha")
    page.get_by_label("Un proche").check()
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_text(re.compile("Votre référence"))).to_be_visible()
    context.close()


def test_a_browser_does_its_work_while_the_form_is_filled(
    page: Page, server_database: str, live_site
) -> None:
    key = {"ALTCHA_KEY": "a secret of more than sixteen signs"}
    site = live_site(server_database, processes=1, extra_env=key)
    public_id = site.python(PREPARE).splitlines()[-1]
    page.goto(f"{site.url}/inscription/{public_id}/")
    page.wait_for_function("document.querySelector('input[name=altcha]').value !== ''")
    page.get_by_label("Votre nom", exact=True).fill("Denise")
    page.get_by_label("Votre téléphone").fill("06 39 98 12 34")
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_text(re.compile("Votre référence"))).to_be_visible()
