"""The search as other sites use it."""

import pytest
from django.test import Client

from search.changes import settle
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.search.factories import make_text_page

pytestmark = pytest.mark.django_db


def test_the_answer_names_its_engine_and_its_results(client: Client) -> None:
    session = make_session(make_page(title="Premiers pas"))
    settle()
    answer = client.get("/api/v1/search", {"q": "premiers"}).json()
    assert (answer["engine"], answer["total"]) == ("database", 1)
    (result,) = answer["results"]
    assert (result["title"], result["type"]) == ("Premiers pas", "workshops.workshoppage")
    assert result["next_date"]["start"] == session.local_start.isoformat()


def test_without_words_nothing_is_found(client: Client) -> None:
    make_text_page("Vélo")
    assert client.get("/api/v1/search").json()["results"] == []


@pytest.mark.parametrize("query", ["q=%00", "q=%22", "q=" + "x" * 5_000])
def test_no_text_breaks_the_answer(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 200


@pytest.mark.parametrize("query", ["limit=0", "limit=1000", "offset=-1", "q=" + "x" * 5_001])
def test_a_wrong_slice_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 422


def test_filters_facets_and_distance_are_in_the_answer(client: Client) -> None:
    mulots = make_organization("Les Mulots")
    place = make_place(mulots, commune="Redon", latitude=47.65, longitude=-2.08)
    make_session(make_page(mulots, title="Vélo", place=place))
    settle()
    asked = {"q": "velo", "commune": ["redon", "allaire"], "near": "47.65,-2.08", "within_km": 5}
    answer = client.get("/api/v1/search", asked).json()
    assert [result["distance_km"] for result in answer["results"]] == [0.0]
    communes = next(facet for facet in answer["facets"] if facet["key"] == "commune")
    assert communes["values"] == [{"value": "redon", "label": "Redon", "count": 1, "chosen": True}]
    assert client.get("/api/v1/search", {**asked, "activity": "repair"}).json()["total"] == 0


def test_what_is_being_typed_can_be_completed(client: Client) -> None:
    make_text_page("Réparer un vélo")
    settle()
    (suggestion,) = client.get("/api/v1/search/suggestions", {"q": "repar"}).json()
    assert suggestion["title"] == "Réparer un vélo"


@pytest.mark.parametrize("query", ["within_km=0", "within_km=x", "sort=price", "near=" + "x" * 81])
def test_a_filter_that_makes_no_sense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/search?q=velo&{query}").status_code == 422
