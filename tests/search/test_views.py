"""The search page."""

import re

import pytest
from django.test import Client
from wagtail.models import Page

from search.changes import settle
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.search.factories import make_many_pages, make_text_page

pytestmark = pytest.mark.django_db


def read(client: Client, query: str = "") -> str:
    settle()
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
    assert "1 résultat pour" in " ".join(read(client, "?q=velo").split())


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
    assert "Que cherchez-vous" in read(client, query)


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/recherche/", {"q": "velo"}).status_code == 405


def two_communes() -> None:
    """A workshop in Redon, and one that is far away."""
    mulots = make_organization()
    redon = make_place(mulots, commune="Redon", postal_code="35600", latitude=47.65, longitude=-2.08)
    rostrenen = make_place(mulots, commune="Rostrenen", latitude=48.24, longitude=-3.32)
    make_session(make_page(mulots, title="Vélo ici", place=redon), in_days=2)
    make_session(make_page(mulots, title="Vélo au loin", place=rostrenen), in_days=2)


def test_near_a_commune_only_what_is_near_is_shown_with_its_distance(client: Client) -> None:
    two_communes()
    text = read(client, "?q=velo&near=redon&km=30")
    assert "Vélo ici</a>" in text
    assert "Vélo au loin</a>" not in text
    assert re.search(r"à 0,\d km", " ".join(text.split()))


def test_a_commune_that_nobody_knows_is_said(client: Client) -> None:
    two_communes()
    assert "Nous ne savons pas où se trouve « Xyz »" in read(client, "?q=velo&near=Xyz").replace("\xa0", " ")


def test_a_filter_can_be_chosen_and_taken_off(client: Client) -> None:
    two_communes()
    text = read(client, "?q=velo&commune=redon")
    assert "Vélo au loin</a>" not in text
    assert 'value="redon" checked' in " ".join(text.split())
    assert 'href="?q=velo"' in text


def test_the_other_screens_keep_what_is_asked(client: Client) -> None:
    make_many_pages(25, "Vélo")
    assert "?q=velo&amp;sort=date&amp;page=2" in read(client, "?q=velo&sort=date")


def test_nothing_near_offers_a_wider_area_with_what_it_finds(client: Client) -> None:
    two_communes()
    text = " ".join(read(client, "?q=loin&near=Redon&km=10").split())
    assert '?q=loin">Les mêmes mots, partout et tous les jours</a> (1 résultat)' in text


def test_nothing_that_day_offers_any_other_and_what_comes_next(client: Client) -> None:
    two_communes()
    text = " ".join(read(client, "?q=velo&from=2030-01-01&to=2030-01-02").split())
    assert '?q=velo">Un autre jour</a> (2 résultats)' in text
    assert "Les prochaines dates" in text


def test_a_spelling_that_was_mended_is_said(client: Client) -> None:
    make_text_page("Réparer une tablette")
    text = " ".join(read(client, "?q=tabblette").split())
    assert "tablette" in text
    assert "Rien ne contient exactement ces mots" in text


def test_the_map_allows_its_tiles_and_no_other_page_does(client: Client) -> None:
    two_communes()
    settle()
    with_map = client.get("/recherche/?q=velo")
    assert "https://tile.openstreetmap.org" in with_map["Content-Security-Policy"]
    assert "openstreetmap" not in client.get("/recherche/?q=")["Content-Security-Policy"]


def test_a_site_may_have_no_map(client: Client, settings) -> None:
    settings.MAILLAGE_SEARCH = {"TILES_URL": ""}
    two_communes()
    assert "search-map" not in read(client, "?q=velo")


def test_a_title_cannot_leave_the_data_of_the_map(client: Client) -> None:
    mulots = make_organization()
    place = make_place(mulots, commune="Redon", latitude=47.65, longitude=-2.08)
    make_page(mulots, title="Vélo </script><script>alert(1)</script>", place=place)
    assert "<script>alert" not in read(client, "?q=velo")


def test_nothing_found_asks_twenty_queries_at_most(client: Client, django_assert_max_num_queries) -> None:
    two_communes()
    address = "?q=astronef velo&near=Redon&km=10&from=2030-01-01&commune=redon&activity=repair"
    read(client, address)
    with django_assert_max_num_queries(20):
        read(client, address)


def test_suggestions_are_pages_whose_title_goes_on_like_that(client: Client) -> None:
    make_text_page("Réparer un vélo")
    make_text_page("Autre chose", "Réparer")
    settle()
    answer = client.get("/recherche/suggestions/?q=repar").json()
    assert [one["title"] for one in answer["suggestions"]] == ["Réparer un vélo"]


@pytest.mark.parametrize("typed", ["", "r", "%22", "*", "%00", "x" * 5_000, "'%20OR%201=1", "title:", "🛠️"])
def test_suggestions_survive_any_beginning(client: Client, typed: str) -> None:
    make_text_page("Vélo")
    settle()
    assert client.get(f"/recherche/suggestions/?q={typed}").json() == {"suggestions": []}


def test_a_page_that_became_private_is_not_suggested(client: Client) -> None:
    page = make_text_page("Vélo secret")
    settle()
    Page.objects.filter(pk=page.pk).update(live=False)
    assert client.get("/recherche/suggestions/?q=velo").json() == {"suggestions": []}
