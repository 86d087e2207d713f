"""What people do too late, twice, or at the same time: a clear sentence, and nothing changes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.month import Month
from tests.browser.neighbours import press

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("month")]


@pytest.mark.parametrize("path", ["", "annuler/", "place/accepter/", "modifier/"])
def test_a_link_that_was_badly_copied_says_what_to_do(month: Month, path: str) -> None:
    resident = month.resident()
    answer = resident.page.goto(f"{own_page(month, 'offered')[:-4]}/{path}")
    assert answer is not None
    assert answer.status == 404
    resident.expect_title("n’ouvre aucune inscription")


def test_an_answer_that_comes_twice_changes_nothing(month: Month) -> None:
    date, address = month.made["offered"]["date"], own_page(month, "offered")
    first, second = month.resident(), month.resident()
    for window in (first, second):
        window.page.goto(address)
        window.expect_title("Une place vous est gardée")
    first.page.get_by_role("button", name="Oui, 1 personne vient").click()
    first.expect_title("Vous avez votre place")
    month.album.keep(second.page, "deuxieme-fenetre")

    second.page.get_by_role("button", name="Nous préférons venir tous ensemble").click()
    expect(second.page.get_by_role("alert")).to_contain_text("Aucune place n’attend plus votre réponse")
    second.expect_title("Vous avez votre place")
    month.album.keep(second.page, "deuxieme-reponse")

    status, again = press(month.requests(), f"{address}annuler/", f"{address}place/accepter/", seats="1")
    assert status == 200
    assert "Vous avez votre place" in again
    lou = month.editor("lou")
    lou.open_people(date)
    expect(lou.people("Inscrits")).to_have_text(["Toujours Hyacinthe", "Hyacinthe"])
    expect(lou.people("Sur la liste d’attente")).to_have_count(0)


def test_an_answer_that_comes_too_late_takes_no_seat(month: Month) -> None:
    address = own_page(month, "overdue")
    resident = month.resident()
    resident.page.goto(address)
    resident.expect_title("La place n’est plus gardée")
    month.album.keep(resident.page, "trop-tard")

    status, page = press(month.requests(), address, f"{address}place/accepter/", seats="1")
    assert status == 409
    assert "Il est trop tard pour répondre" in page
    lou = month.editor("lou")
    lou.open_people(month.made["overdue"]["date"])
    expect(lou.people("Inscrits")).to_have_text(["Toujours Ignace"])
    expect(lou.people("Inscriptions annulées")).to_have_text(["Avant Ignace", "Ignace"])


def test_a_reference_that_leads_nowhere_is_told_like_a_wrong_number(month: Month) -> None:
    resident = month.resident()
    resident.page.goto(f"{month.site.url}/mon-inscription/")
    resident.page.get_by_label("Votre référence").fill("K7PM 4QXT")
    resident.page.get_by_label(re.compile("^Les quatre derniers chiffres")).fill("0000")
    resident.send()
    expect(resident.page.get_by_role("alert")).to_contain_text("Nous ne trouvons pas d’inscription")
    expect(resident.page.get_by_label("Votre référence")).to_have_value("K7PM 4QXT")
    month.album.keep(resident.page, "reference-inconnue")


def test_two_editors_who_cancel_the_same_person_cancel_once(month: Month) -> None:
    date = month.made["cancelled"]["date"]
    lou, sam = month.editor("lou"), month.editor("sam")
    for editor in (lou, sam):
        editor.open_people(date)
        editor.page.get_by_role("link", name=re.compile("^Annuler.*Bertille")).click()
    for editor in (lou, sam):
        editor.page.get_by_role("button", name="Oui, annuler").click()

    sam.expect_message("Cette inscription est déjà annulée")
    month.album.keep(sam.page, "deja-annulee")
    expect(sam.people("Inscrits")).to_have_text(["Clotilde"])
    expect(sam.people("Une place leur est gardée")).to_have_text(["Fulgence"])
    mails = month.mailbox.sent_to("bertille@maison.example")
    assert len([mail for mail in mails if "annulée" in mail["Subject"]]) == 1


def test_a_seat_is_not_given_to_somebody_whom_a_colleague_has_cancelled(month: Month) -> None:
    date = month.made["promoted"]["date"]
    lou, sam = month.editor("lou"), month.editor("sam")
    sam.open_people(date)
    sam.page.get_by_role("link", name=re.compile("^Donner une place.*Fulgence")).click()
    lou.open_people(date)
    lou.cancel_registration("Fulgence")

    sam.page.get_by_role("checkbox").check()
    sam.page.get_by_role("button", name="Inscrire cette personne").click()
    expect(sam.page.get_by_role("main")).to_contain_text("Cette inscription est déjà annulée")
    month.album.keep(sam.page, "place-a-une-annulee")
    lou.page.reload()
    expect(lou.people("Inscriptions annulées").filter(has_text="Fulgence")).to_have_count(1)


def own_page(month: Month, which: str) -> str:
    """Return the address of the own page of the person of a date."""
    return f"{month.site.url}{month.made[which]['own_page']}"
