"""The ways to narrow a search, those of plugins among them."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail import hooks

from search.contract import SearchQuery
from search.documents import keep
from search.facets import MOST_VALUES, counted, facet_kinds
from search.query import search
from tests.search.corpus import make_envelope

pytestmark = pytest.mark.django_db


def colours() -> list[dict[str, Any]]:
    """What a plugin registers: a facet of its own, and a word for an activity."""
    return [
        {"key": "colour", "label": "Couleur", "order": 1, "labels": lambda _values: {"red": "Rouge"}},
        {"key": "activity", "label": "Activité", "order": 10, "labels": lambda _values: {"swim": "Nager"}},
    ]


@pytest.fixture(autouse=True)
def plugin() -> Iterator[None]:
    """A plugin is installed."""
    with hooks.register_temporarily("register_search_facets", colours):
        yield


def test_a_plugin_brings_a_facet_and_labels_to_one_that_is_there() -> None:
    facets = {"colour": ["red"], "activity": ["swim", "workshop"]}
    keep([make_envelope("test.row:1", "Piscine", facets=facets)])
    colour, activity = search(SearchQuery("piscine")).facets
    assert (colour.key, [value.label for value in colour.values]) == ("colour", ["Rouge"])
    assert (activity.key, [value.label for value in activity.values]) == ("activity", ["Atelier", "Nager"])


def test_a_facet_that_a_plugin_brings_narrows_too() -> None:
    red = make_envelope("test.row:1", "Piscine", facets={"colour": ["red"]})
    keep([red, make_envelope("test.row:2", "Piscine")])
    assert search(SearchQuery("piscine", filters={"colour": ["red"]})).total == 1


def test_what_was_chosen_stays_though_it_finds_nothing() -> None:
    keep([make_envelope("test.row:1", "Piscine", facets={"activity": ["swim"]})])
    found = search(SearchQuery("piscine", filters={"colour": ["red"]}))
    (colour,) = found.facets
    assert [(value.value, value.count, value.chosen) for value in colour.values] == [("red", 0, True)]


def test_a_value_that_nobody_knows_any_more_is_not_offered() -> None:
    keep([make_envelope("test.row:1", "Piscine", facets={"colour": ["blue"]})])
    assert search(SearchQuery("piscine")).facets == []


def test_a_long_list_is_cut_after_the_most_frequent() -> None:
    communes = [(f"Commune {number}", "", None, None) for number in range(40)]
    counts = {"commune": {f"commune-{number}": number for number in range(1, 40)}}
    facets = counted(facet_kinds(communes), counts, {})
    assert [value.count for value in facets[0].values] == list(range(39, 39 - MOST_VALUES, -1))
