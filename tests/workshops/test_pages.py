"""What residents read of a workshop."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from maillage.bookings.models import SessionStatus
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place

from .factories import add_dates, make_full_workshop, make_workshop_index

pytestmark = pytest.mark.django_db


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_when_where_who_and_how_much(client: Client) -> None:
    mulots = make_organization(phone="0261910001", phone_hours="le matin")
    place = make_place(mulots, name="Médiathèque", access="Arrêt de bus devant.")
    page = make_full_workshop(mulots, title="Trier mes photos", place=place, what_to_bring="Le chargeur")
    make_session(page)
    text = read(client, page.url)
    for words in (
        "<h1>Trier mes photos</h1>",
        "Gratuit",
        "Mes photos",
        "Médiathèque",
        "Arrêt de bus devant.",
        "Le chargeur",
        'href="tel:0261910001"',
        "le matin",
    ):
        assert words in text


def test_only_facilitators_who_agreed_are_named(client: Client) -> None:
    text = read(client, make_full_workshop(make_organization()).url)
    assert "Annick" in text
    assert "Yvon" not in text


def test_a_cancelled_date_stays_with_its_reason(client: Client) -> None:
    page = make_page()
    make_session(page, status=SessionStatus.CANCELLED, status_reason="La salle est fermée")
    assert "La salle est fermée" in read(client, page.url)


def test_a_date_that_is_over_is_not_shown(client: Client) -> None:
    page = make_page()
    session = make_session(page, in_days=-2)
    assert session.public_id not in read(client, page.url)


def test_a_page_without_dates_says_whom_to_call(client: Client) -> None:
    page = make_page(make_organization(phone="0261910001"))
    assert "Pas encore de date" in read(client, page.url)


def test_an_address_for_registered_people_stays_hidden(client: Client) -> None:
    mulots = make_organization()
    place = make_place(
        mulots,
        name="Chez un voisin",
        street="3 rue du Four",
        access="Sonnez.",
        address_for_registered_only=True,
    )
    page = make_page(mulots, place=place)
    make_session(page)
    text = read(client, page.url) + read(client, make_workshop_index().url)
    for hidden in ("Chez un voisin", "3 rue du Four", "Sonnez."):
        assert hidden not in text


def test_what_editors_type_cannot_leave_its_element(client: Client) -> None:
    page = make_page(title="</script><script>alert(1)</script>")
    make_session(page)
    assert "<script>alert(1)" not in read(client, page.url)


def test_a_draft_is_not_found(client: Client) -> None:
    page = make_page()
    page.unpublish()
    assert client.get(page.url).status_code == 404


def test_the_list_shows_the_workshop_that_comes_first_at_the_top(client: Client) -> None:
    later, sooner, never = (make_page(title=title) for title in ("Plus tard", "Bientôt", "Sans date"))
    make_session(later, in_days=20)
    make_session(sooner, in_days=2)
    text = read(client, make_workshop_index().url)
    assert text.index("Bientôt") < text.index("Plus tard") < text.index(never.title)


def test_the_list_shows_neither_drafts_nor_private_workshops(client: Client) -> None:
    draft, private = make_page(title="Brouillon"), make_page(title="Interne")
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    text = read(client, make_workshop_index().url)
    assert "Brouillon" not in text
    assert "Interne" not in text


def test_a_cancelled_date_is_not_the_next_one(client: Client) -> None:
    page = make_page()
    make_session(page, in_days=2, status=SessionStatus.CANCELLED)
    following = make_session(page, in_days=9)
    assert following.local_start.isoformat() in read(client, make_workshop_index().url)


def test_an_empty_list_says_so(client: Client) -> None:
    assert "Pas encore d’atelier" in read(client, make_workshop_index().url)


def test_the_list_comes_in_screens(client: Client) -> None:
    for _number in range(25):
        make_page()
    index = make_workshop_index()
    assert "Page 1 sur 2" in read(client, index.url)
    assert "Page 2 sur 2" in read(client, f"{index.url}?page=999")


def test_a_page_asks_as_little_with_a_hundred_dates(client: Client, django_assert_max_num_queries) -> None:
    page = make_full_workshop(make_organization())
    add_dates(page, 100)
    read(client, page.url)
    with django_assert_max_num_queries(20) as queries:
        response = client.get(page.url)
    assert not [query for query in queries if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE"))]
    assert not response.cookies
    assert len(response.content) <= 100_000


def test_the_list_asks_as_little_with_many_workshops(client: Client, django_assert_max_num_queries) -> None:
    mulots, index = make_organization(), make_workshop_index()
    for _number in range(24):
        make_session(make_full_workshop(mulots))
    read(client, index.url)
    with django_assert_max_num_queries(20):
        client.get(index.url)


def test_a_moved_date_stands_in_the_page_at_its_new_time(client: Client) -> None:
    session = make_session()
    session.start += timedelta(hours=1)
    session.end += timedelta(hours=1)
    session.save()
    assert session.local_start.isoformat() in read(client, session.page.url)
