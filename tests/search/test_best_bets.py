"""What editors put first."""

import pytest
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion

from search.changes import settle
from search.contract import SearchQuery
from search.query import search
from tests.search.factories import make_text_page

pytestmark = pytest.mark.django_db


def promote(text: str, **fields: object) -> SearchPromotion:
    """Put something first for a text."""
    return SearchPromotion.objects.create(query=Query.get(text), **fields)


def titles(text: str, **asked: object) -> list[str]:
    settle()
    return [result.title for result in search(SearchQuery(text=text, **asked)).results]


@pytest.mark.parametrize("text", ["vélo", "VELO", "vélos"])
def test_a_page_that_editors_chose_comes_first_and_once(text: str) -> None:
    make_text_page("Vélo vélo vélo")
    chosen = make_text_page("Tout sur le vélo")
    promote("vélo", page=chosen)
    assert titles(text) == ["Tout sur le vélo", "Vélo vélo vélo"]


def test_a_page_that_does_not_have_the_words_is_shown_too() -> None:
    promote("bicyclette", page=make_text_page("Vélo"))
    assert titles("bicyclette") == ["Vélo"]


def test_a_page_that_not_everybody_may_read_is_not_shown() -> None:
    promote("vélo", page=make_text_page("Caché", live=False))
    assert titles("vélo") == []


def test_an_address_can_be_put_first() -> None:
    promote("impôts", external_link_url="https://impots.example/", external_link_text="Le site des impôts")
    (result,) = search(SearchQuery(text="impots")).results
    assert (result.url, result.type, result.pinned) == ("https://impots.example/", "link", True)


def test_who_narrows_a_search_reads_what_matches_only() -> None:
    promote("vélo", page=make_text_page("Autre chose"))
    make_text_page("Vélo")
    assert titles("vélo", near="Redon") == ["Vélo"]
    assert titles("vélo", offset=1) == []


def test_searching_counts_nobody() -> None:
    promote("vélo", page=make_text_page("Vélo"))
    titles("vélo")
    assert not QueryDailyHits.objects.exists()
    assert Query.objects.count() == 1
