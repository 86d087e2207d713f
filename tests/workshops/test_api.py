"""Workshops as other sites read them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.workshops.factories import make_full_workshop
from workshops.api import WorkshopsOut

pytestmark = pytest.mark.django_db


def read(client: Client, path: str = "") -> dict[str, Any]:
    response = client.get(f"/api/v1/workshops{path}")
    assert response.status_code == 200
    return response.json()


def test_a_workshop_comes_with_its_next_date(client: Client) -> None:
    session = make_session(capacity=3, seats_taken=1)
    (item,) = read(client)["items"]
    assert item["next_session"]["id"] == session.public_id
    assert datetime.fromisoformat(item["next_session"]["start"]) == session.start
    assert item["next_session"]["seats_left"] == 2
    assert item["price"]["words"] == "Gratuit"


def test_the_list_is_what_its_schema_says(client: Client) -> None:
    mulots = make_organization()
    page = make_full_workshop(mulots, place=make_place(mulots), price_kind="price", price="2.50")
    page.co_organizers.set([make_organization("Dépan’tek")])
    page.save()
    make_session(page)
    answer = WorkshopsOut.model_validate(read(client), extra="forbid")
    assert answer.items[0].price.amount == Decimal("2.50")
    assert answer.items[0].co_organizers[0].name == "Dépan’tek"


def test_the_number_of_workshops_is_told_on_every_slice(client: Client) -> None:
    for _number in range(3):
        make_page()
    counts = [
        read(client, query)["count"] for query in ("?limit=2", "?limit=2&offset=2", "?offset=9", "?limit=3")
    ]
    assert counts == [3, 3, 3, 3]


def test_workshops_come_in_slices_with_their_number(client: Client) -> None:
    pages = [make_page() for _number in range(3)]
    slice_ = read(client, "?limit=2&offset=2")
    assert slice_["count"] == len(pages)
    assert len(slice_["items"]) == 1


@pytest.mark.parametrize("query", ["topic=photos", "organization=les-mulots", "commune=redon"])
def test_workshops_are_filtered(client: Client, query: str) -> None:
    mulots, other = make_organization("Les Mulots"), make_organization("Clic’n Puces")
    wanted = make_full_workshop(mulots, place=make_place(mulots, commune="Redon"))
    make_page(other, place=make_place(other, commune="Allaire"))
    assert [item["id"] for item in read(client, f"?{query}")["items"]] == [wanted.pk]


def test_one_workshop_has_its_text(client: Client) -> None:
    page = make_page(body="<p>On apporte ses photos.</p>", what_to_bring="Un téléphone\nUn câble")
    detail = read(client, f"/{page.pk}")
    assert "On apporte ses photos." in detail["body"]
    assert detail["what_to_bring"] == ["Un téléphone", "Un câble"]


def test_facilitators_are_not_in_the_api(client: Client) -> None:
    page = make_full_workshop(make_organization())
    assert "Annick" not in client.get(f"/api/v1/workshops/{page.pk}").content.decode()


def test_a_hidden_address_stays_hidden(client: Client) -> None:
    mulots = make_organization()
    make_page(mulots, place=make_place(mulots, name="Chez un voisin", address_for_registered_only=True))
    (item,) = read(client)["items"]
    assert item["place"]["name"] == ""


def test_a_draft_is_not_found(client: Client) -> None:
    page = make_page()
    page.unpublish()
    assert client.get(f"/api/v1/workshops/{page.pk}").status_code == 404
    assert read(client)["count"] == 0


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "limit=x", "commune=%00"])
def test_a_wrong_slice_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/workshops?{query}").status_code == 422


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_the_same_however_long(
    client: Client, django_assert_max_num_queries, number: int
) -> None:
    mulots = make_organization()
    for _number in range(number):
        make_session(make_full_workshop(mulots))
    read(client)
    with django_assert_max_num_queries(10):
        read(client, "?limit=100")
