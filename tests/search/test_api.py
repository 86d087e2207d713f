"""The search as other sites use it."""

import pytest
from django.test import Client

from tests.bookings.factories import make_page, make_session

from .factories import make_text_page

pytestmark = pytest.mark.django_db


def test_the_answer_names_its_engine_and_its_results(client: Client) -> None:
    session = make_session(make_page(title="Premiers pas"))
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
