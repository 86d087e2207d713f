"""Whatever is typed into a search or a chooser of the admin, it answers."""

from __future__ import annotations

import pytest
from django.urls import reverse
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Not, Or, Phrase, PlainText

from search.plain_queries import LONGEST_WORD, MOST_WORDS, plain

from .admin_searches import HOSTILE, failing, key, searches, team

__all__ = ["key", "searches", "team"]  # fixtures

pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_list_and_no_chooser_fails(team, searches, text):
    assert len(searches) > 60
    assert failing(team, searches, text) == []


FOUND_BY = ["lampe", '"lampe', '"lampe de bureau"', "lampe *", "(lampe)", "lampe\u200b", "lampe -"]
OWN_SEARCHES = [
    *("wagtailimages:index_results", "wagtaildocs:index_results"),
    "wagtailadmin_pages:search_results",
]


@pytest.mark.parametrize("text", FOUND_BY)
@pytest.mark.parametrize("name", OWN_SEARCHES)
def test_words_find_whatever_stands_around_them(team, key, name, text):
    assert "Lampe de bureau" in team.get(reverse(name), {"q": text}).content.decode()


LAMP, DESK = PlainText("lampe"), Phrase("de bureau")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Lampe d’atelier", "Lampe d’atelier"),
        ('a"b', "a b"),
        ("C++ - n°3", "C++ n°3"),
        ("\ud800a\x00b", "a b"),
        ("** ()", ""),
        (" ".join("abcd" * 20), " ".join("abcd" * 8)),
        ("é" * 300, "é" * LONGEST_WORD),
        (None, ""),
        (MATCH_NONE, ""),
        (PlainText('"'), ""),
        (And([PlainText("*"), Not(Phrase('"'))]), ""),
        (And([LAMP] * (MOST_WORDS + 1)), " ".join(["lampe"] * MOST_WORDS)),
    ],
)
def test_a_text_becomes_words(asked, words):
    assert plain(asked) == words


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (MATCH_ALL, MATCH_ALL),
        (Phrase('"de bureau"'), DESK),
        (And([PlainText('"lampe'), PlainText("*")]), LAMP),
        (Or([LAMP, And([DESK, Not(PlainText(")b"))])]), Or([LAMP, And([DESK, Not(PlainText(")b"))])])),
        (Boost(PlainText("lampe *"), 2), Boost(LAMP, 2)),
    ],
)
def test_a_question_keeps_its_shape(asked, kept):
    assert repr(plain(asked)) == repr(kept)
