"""What a workshop says beside its dates is kept, and yet a change shows at once."""

import pytest

from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    mulots = make_organization("Les Mulots", phone="02 61 91 10 10")
    return make_page(mulots, place=make_place(mulots, name="Salle du Lavoir"))


def text_of(client, page) -> str:
    return client.get(page.url).content.decode()


def test_a_second_visit_costs_fewer_queries(client, page, django_assert_max_num_queries) -> None:
    text_of(client, page)
    with django_assert_max_num_queries(8):
        text_of(client, page)


def test_another_phone_of_the_organisation_shows_at_once(client, page) -> None:
    text_of(client, page)
    page.organization.phone = "02 61 91 20 20"
    page.organization.save()
    assert "02 61 91 20 20" in text_of(client, page)


def test_another_name_of_the_place_shows_at_once(client, page) -> None:
    text_of(client, page)
    page.place.name = "Salle du Puits"
    page.place.save()
    assert "Salle du Puits" in text_of(client, page)


def test_a_publication_shows_at_once(client, page) -> None:
    text_of(client, page)
    page.introduction = "Vous apprenez à trier vos photos."
    page.save_revision().publish()
    assert "trier vos photos" in text_of(client, page)


def test_seats_are_never_kept(client, page) -> None:
    session = make_session(page, capacity=3)
    text_of(client, page)
    enroll(session)
    assert "encore 2 places" in text_of(client, page)


def test_a_preview_shows_what_was_just_typed(page) -> None:
    for words in ("Premier essai.", "Second essai."):
        page.introduction = words
        assert words in page.make_preview_request().rendered_content
