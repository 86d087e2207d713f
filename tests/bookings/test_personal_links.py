"""A personal link that opens nothing: one same page whatever was wrong, which says what to do."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from maillage.bookings.links import registration_token
from maillage.bookings.models import Registration
from maillage.privacy.services import erase_person
from tests.bookings.factories import enroll, make_session

pytestmark = pytest.mark.django_db

SENTENCE = "Ce lien n’ouvre aucune inscription"
PAGES = [
    *("registration", "registration_ics", "cancel_registration", "change_registration"),
    *("move_registration", "accept_offer"),
]


@pytest.fixture
def registration() -> Registration:
    return enroll(make_session())


def badly_copied(registration: Registration) -> str:
    return registration_token(registration)[:-4]


def replaced_by_a_newer_one(registration: Registration) -> str:
    token = registration_token(registration)
    Registration.objects.update(link_counter=registration.link_counter + 1)
    return token


def of_an_erased_person(registration: Registration) -> str:
    token = registration_token(registration)
    erase_person(registration.email)
    return token


WRONGS = [badly_copied, replaced_by_a_newer_one, of_an_erased_person]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("wrong", WRONGS)
def test_it_says_what_to_do_and_leads_to_the_way_to_find_a_registration(
    client: Client, registration: Registration, wrong, name: str
) -> None:
    answer = client.get(reverse(f"bookings:{name}", args=[wrong(registration)]))
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store, private")
    assert SENTENCE in page
    assert "Prenez le lien du dernier e-mail" in page
    assert f'class="button" href="{reverse("bookings:find_registration")}"' in page


def test_nobody_learns_which_of_them_it_was(client: Client, registration: Registration) -> None:
    pages = set()
    for wrong in WRONGS:
        token = wrong(Registration.objects.get())
        page = client.get(reverse("bookings:registration", args=[token])).content.decode()
        pages.add(page.replace(token, ""))
    assert len(pages) == 1


@pytest.mark.parametrize("wrong", WRONGS)
def test_pressing_a_button_that_was_kept_open_says_the_same(
    client: Client, registration: Registration, wrong
) -> None:
    answer = client.post(reverse("bookings:cancel_registration", args=[wrong(registration)]))
    assert answer.status_code == 404
    assert SENTENCE in answer.content.decode()
    assert not Registration.objects.filter(status="cancelled", anonymized_at=None).exists()
