"""What anybody may find, on the database."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from search.changes import settle
from search.contract import MOST_RESULTS, SearchQuery, SearchResults
from search.query import search
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_index_page, make_organization, make_place
from tests.search.factories import make_many_pages, make_text_page

pytestmark = pytest.mark.django_db


# How each database says that it reads the index of the words alone, then the documents by their keys.
INDEX_IN_PLAN = {
    "sqlite": r"^SCAN search_fts VIRTUAL TABLE INDEX .*\nSEARCH document USING INTEGER PRIMARY KEY \S+$",
    "postgresql": r"Bitmap Index Scan on search_tsv_stems.*Bitmap Index Scan on search_tsv_words",
}


def plan_of(query: str) -> str:
    """Return how the database would answer `query`, were its tables too large to be read whole.

    PostgreSQL reads a small table whole, by its rows or along its keys, whichever index could serve.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"{connection.ops.explain_query_prefix()} {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def found(text: str = "", **asked: Any) -> SearchResults:
    """What a visitor finds once what changed has been followed."""
    settle()
    return search(SearchQuery(text=text, **asked))


def titles(text: str, **asked: Any) -> list[str]:
    return [result.title for result in found(text, **asked).results]


def test_a_page_is_found_by_a_word_of_its_title() -> None:
    make_text_page("Réparer son vélo")
    assert titles("vélo") == ["Réparer son vélo"]


@pytest.mark.parametrize("text", ["reparer", "RÉPARER", "répar", "vélos", "un vélo", "l’vélo"])
def test_accents_capitals_plurals_and_small_words_do_not_matter(text: str) -> None:
    make_text_page("Réparer son vélo")
    assert titles(text) == ["Réparer son vélo"]


def test_a_workshop_is_found_by_its_commune_its_topic_and_who_organises() -> None:
    mulots = make_organization("Les Mulots")
    make_page(mulots, title="Premiers pas", place=make_place(mulots, commune="Guémené-Penfao"))
    for text in ("guemene", "mulots", "souris"):
        assert "Premiers pas" in titles(text)


def test_the_title_counts_more_than_the_text() -> None:
    make_page(title="Autre chose", introduction="On y parle de photos, de photos, de photos.")
    make_page(title="Trier ses photos", introduction="Un atelier.")
    assert titles("photos")[0] == "Trier ses photos"


def test_the_word_itself_comes_before_words_that_begin_like_it() -> None:
    make_text_page("Redonner une vie")
    make_text_page("La gare de Redon")
    assert titles("redon")[0] == "La gare de Redon"


def test_every_word_must_be_there() -> None:
    make_text_page("Réparer un vélo")
    make_text_page("Réparer un grille-pain")
    assert titles("réparer vélo") == ["Réparer un vélo"]


def test_some_of_the_words_will_do_when_nothing_has_them_all() -> None:
    make_text_page("Réparer un vélo")
    some = found("réparer astronef")
    assert [result.title for result in some.results] == ["Réparer un vélo"]
    assert some.match == "any"


def test_drafts_are_not_found() -> None:
    make_text_page("Vélo caché", live=False)
    assert titles("vélo") == []


def test_pages_below_a_private_page_are_not_found() -> None:
    parent = make_text_page("Espace interne")
    parent.add_child(instance=Page(title="Vélo interne"))
    PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    assert titles("vélo") == []


def test_a_page_that_is_deleted_is_not_found_any_more() -> None:
    make_text_page("Réparer un vélo").delete()
    assert titles("vélo") == []


def test_a_result_says_what_it_is_and_what_it_is_about() -> None:
    make_page(title="Premiers pas", introduction="Vous apprenez à tenir une souris.")
    (result,) = found("souris").results
    assert (result.type, result.label) == ("workshops.workshoppage", "Atelier")
    assert result.excerpt == "Vous apprenez à tenir une souris."
    assert Client().get(result.url).status_code == 200


def test_a_result_carries_its_next_date() -> None:
    page = make_page(title="Premiers pas")
    make_session(page, in_days=9)
    soon = make_session(page, in_days=2)
    make_session(page, in_days=1, status="cancelled")
    (result,) = found("premiers").results
    assert result.next_date.start == soon.start


def test_rows_that_plugins_declare_are_found() -> None:
    make_place(make_organization(), name="Médiathèque", commune="Allaire")
    (result,) = found("médiathèque").results
    assert (result.type, result.title) == ("places.place", "Médiathèque, Allaire")


def test_an_address_for_registered_people_is_not_found() -> None:
    mulots = make_organization()
    hidden = {"name": "Chez Lucette", "street": "3 rue du Four", "address_for_registered_only": True}
    make_page(mulots, place=make_place(mulots, **hidden))
    for text in ("lucette", "four"):
        assert titles(text) == []


@pytest.mark.parametrize("text", ["", "   ", "!!!", "🛠️"])
def test_nothing_is_found_without_a_word(text: str) -> None:
    make_text_page("Vélo")
    assert found(text).total == 0


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""vélo"',
        "vélo*",
        "NEAR(vélo, 3)",
        "title:vélo",
        "vélo AND OR NOT",
        "{body} : (x",
        "'; DROP TABLE wagtailcore_page; --",
        "100% %s %(x)s",
        "\\",
        "\x00vélo",
        "vélo\ud800",
        "& | ! <-> :*",
        "a" * 5_000,
        "vélo " * 1_000,
        "𝕧é𝕝𝕠 ①②③ ﷺ",
    ],
)
def test_no_text_breaks_the_search(text: str) -> None:
    make_text_page("Vélo")
    assert found(text).engine in {"database", ""}


def test_results_come_in_slices() -> None:
    make_many_pages(5, "Vélo")
    first, second = titles("vélo", limit=3), titles("vélo", limit=3, offset=3)
    assert len(first) == 3
    assert len(set(first + second)) == 5


def test_nobody_reads_further_than_the_last_slice() -> None:
    make_text_page("Vélo")
    last = found("vélo", limit=10_000, offset=MOST_RESULTS)
    assert (last.total, list(last.results)) == (1, [])


@pytest.mark.parametrize("number", [20, 60])
def test_the_search_asks_the_same_however_much_is_found(django_assert_max_num_queries, number: int) -> None:
    make_index_page()
    make_many_pages(number, "Vélo")
    settle()
    with django_assert_max_num_queries(9):
        assert search(SearchQuery(text="vélo")).total == number


@pytest.mark.parametrize("text", ["vélo", "vvelo", "vélo astronef", "astronef", "vélo près de Redon"])
def test_no_search_asks_more_than_twelve_queries(django_assert_max_num_queries, text: str) -> None:
    make_session(make_page(title="Vélo", place=make_place(make_organization())))
    settle()
    with django_assert_max_num_queries(12):
        search(SearchQuery(text=text, filters={"activity": ["workshop"], "commune": ["Redon"]}))


def test_the_index_of_the_words_answers_and_each_document_is_then_read_by_its_key() -> None:
    make_text_page("Réparer son vélo")
    settle()
    with CaptureQueriesContext(connection) as queries:
        search(SearchQuery(text="réparer vélo"))
    (asked,) = [query["sql"] for query in queries if " MATCH " in query["sql"] or " @@ " in query["sql"]]
    assert re.search(INDEX_IN_PLAN[connection.vendor], plan_of(asked), re.DOTALL)


def test_a_row_that_became_private_is_not_shown_though_its_document_is_still_there() -> None:
    page = make_text_page("Vélo secret")
    settle()
    Page.objects.filter(pk=page.pk).update(live=False)
    assert search(SearchQuery(text="vélo")).results == []
