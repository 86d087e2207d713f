"""The search page."""

import pytest
from django.test import Client

from tests.bookings.factories import make_page, make_session

from .factories import make_many_pages, make_text_page

pytestmark = pytest.mark.django_db


def read(client: Client, query: str = "") -> str:
    response = client.get(f"/recherche/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_without_words_the_page_says_what_to_type(client: Client) -> None:
    assert "Écrivez un ou deux mots" in read(client)


def test_results_show_their_kind_and_their_next_date(client: Client) -> None:
    session = make_session(make_page(title="Premiers pas"))
    text = read(client, "?q=premiers")
    assert "Premiers pas</a>" in text
    assert "Atelier" in text
    assert session.local_start.isoformat() in text


def test_the_number_of_results_is_said(client: Client) -> None:
    make_text_page("Réparer un vélo")
    assert "1 résultat pour" in read(client, "?q=velo")


def test_nothing_found_says_what_to_do(client: Client) -> None:
    text = read(client, "?q=astronef")
    assert "Rien trouvé" in text
    assert 'href="/agenda/"' in text


def test_what_was_typed_stays_in_the_box_and_harms_nobody(client: Client) -> None:
    text = read(client, '?q="><script>alert(1)</script>')
    assert "<script>alert" not in text
    assert "alert(1)" in text


def test_the_second_screen_has_what_follows(client: Client) -> None:
    make_many_pages(25, "Vélo")
    text = read(client, "?q=velo&page=2")
    assert text.count("<article>") == 5
    assert "Page 2 sur 2" in text
    assert "?q=velo&amp;page=1" in text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²", ""])
def test_a_screen_that_does_not_exist_is_answered(client: Client, page: str) -> None:
    make_text_page("Vélo")
    assert "1 résultat" in read(client, f"?q=velo&page={page}")


def test_the_page_is_not_for_search_engines_and_leaves_no_cookie(client: Client) -> None:
    response = client.get("/recherche/?q=velo")
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_searching_writes_nothing_and_asks_little(client: Client, django_assert_max_num_queries) -> None:
    make_session(make_page(title="Vélo"))
    make_many_pages(30, "Vélo")
    read(client, "?q=velo")
    with django_assert_max_num_queries(20) as queries:
        read(client, "?q=velo")
    assert not [query for query in queries if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE"))]


@pytest.mark.parametrize("query", ["?q=%00", "?q=%FF%FE", "?q=" + "x" * 5_000, "?q=%22%27%5C", "?q=a&q=b"])
def test_no_address_breaks_the_page(client: Client, query: str) -> None:
    read(client, query)


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/recherche/", {"q": "velo"}).status_code == 405
