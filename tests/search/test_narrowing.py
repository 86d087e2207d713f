"""Filters, facets, dates and distance, on the database."""

from typing import Any

import pytest

from search.contract import Answer
from search.documents import keep

from .asking import ask, titles
from .corpus import make_envelope, moment

pytestmark = pytest.mark.django_db


def make(title: str, *moments: dict[str, Any], **facets: list[str]) -> None:
    keep([make_envelope(f"test.row:{title}", title, "vélo", facets=facets, moments=list(moments))])


def found(text: str = "vélo", **asked: Any) -> list[str]:
    return sorted(titles(ask(text, **asked)))


def counts(answer: Answer, key: str) -> dict[str, int]:
    return dict(answer.facets[key])


def test_any_value_of_one_facet_will_do_and_all_facets_must() -> None:
    make("A", activity=["repair"], price=["free"])
    make("B", activity=["workshop"], price=["free"])
    make("C", activity=["event"], price=["price"])
    assert found(filters={"activity": ["repair", "event"]}) == ["A", "C"]
    assert found(filters={"activity": ["repair", "event"], "price": ["free"]}) == ["A"]


def test_the_counts_of_a_facet_follow_every_filter_but_its_own() -> None:
    make("A", moment("Redon"), activity=["repair"])
    make("B", moment("Redon"), activity=["workshop"])
    make("C", moment("Allaire"), activity=["workshop"])
    answer = ask("vélo", filters={"activity": ["workshop"], "commune": ["Redon"]})
    assert titles(answer) == ["B"]
    assert counts(answer, "activity") == {"repair": 1, "workshop": 1}
    assert counts(answer, "commune") == {"redon": 1, "allaire": 1}


def test_a_commune_is_known_by_its_name_whatever_its_accents_and_capitals() -> None:
    make("A", moment("Saint-Nicolas-de-Redon"))
    for typed in ("Saint-Nicolas-de-Redon", "saint nicolas de redon", "SAINT NICOLAS DE REDON"):
        assert found(filters={"commune": [typed]}) == ["A"]


def test_an_unknown_facet_narrows_nothing() -> None:
    make("A")
    assert found(filters={"colour": ["red"]}) == ["A"]


@pytest.mark.parametrize("value", ["x", "' OR 1=1 --", "*"])
def test_an_unknown_value_finds_nothing(value: str) -> None:
    make("A", activity=["repair"])
    assert found(filters={"activity": [f"x{value}"]}) == []


def test_what_is_asked_of_a_date_must_be_true_of_one_date() -> None:
    full_in_redon = moment("Redon", 2, places_left=False)
    make("A", full_in_redon, moment("Allaire", 3))
    assert found(filters={"commune": ["Redon"]}) == ["A"]
    assert found(filters={"commune": ["Redon"], "places_left": ["yes"]}) == []
    assert found(filters={"commune": ["Allaire"], "places_left": ["yes"]}) == ["A"]


def test_dates_that_ended_do_not_count() -> None:
    make("A", moment("Redon", -2))
    assert found(filters={"commune": ["Redon"]}) == []
    assert found() == ["A"]


def test_a_window_wants_a_date_in_it() -> None:
    make("soon", moment("Redon", 1.5))
    make("later", moment("Redon", 40))
    make("never", moment("Redon"))
    assert found(when="2001-01-01..") == ["later", "soon"]
    assert found(when="2001-01-01..2001-12-31") == []
    assert titles(ask(when="2001-01-01..")) == ["soon", "later"]


def test_near_cuts_what_is_too_far_and_sorts_the_rest() -> None:
    make("far", moment("Rostrenen"))
    make("beside", moment("Allaire"))
    make("here", moment("Redon"))
    make("nowhere")
    assert titles(ask("vélo", near="Redon", within_km=30)) == ["here", "beside"]
    assert titles(ask("vélo", near="Redon")) == ["here", "beside", "far", "nowhere"]


def test_redon_reaches_over_the_borders_of_three_departements() -> None:
    make("35", moment("Redon"))
    make("44", moment("Saint-Nicolas-de-Redon"))
    make("56", moment("Allaire"))
    answer = ask("vélo", near="Redon", within_km=10)
    assert sorted(titles(answer)) == ["35", "44", "56"]
    assert counts(answer, "department") == {"35": 1, "44": 1, "56": 1}


def test_the_soonest_comes_first_when_it_is_asked() -> None:
    make("later", moment("Redon", 9))
    make("soon", moment("Redon", 2))
    make("never", moment("Redon"))
    assert titles(ask("vélo", sort="date")) == ["soon", "later", "never"]


def test_filters_alone_find_without_words() -> None:
    make("A", activity=["repair"])
    make("B", activity=["event"])
    assert found("", filters={"activity": ["repair"]}) == ["A"]


@pytest.mark.parametrize("text", ["vélo près de Redon", "vélo autour de Redon", "vélo à côté de Redon"])
def test_the_words_may_say_near_where(text: str) -> None:
    make("here", moment("Redon"))
    make("far", moment("Rostrenen"))
    assert titles(ask(text)) == ["here", "far"]
