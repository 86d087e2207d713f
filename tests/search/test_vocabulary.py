"""Spellings are mended from the words of the documents, and from nothing else."""

import pytest

from search.documents import forget, keep
from search.models import SearchWord
from search.text import distance, mend
from tests.search.asking import ask, titles
from tests.search.corpus import make_corpus, make_envelope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("velo", "velo", 0),
        ("velo", "vello", 1),
        ("velo", "vlo", 1),
        ("velo", "evlo", 1),
        ("velo", "vela", 1),
        ("ordinateur", "ordinatuer", 1),
        ("reparation", "repration", 1),
    ],
)
def test_letters_changed_added_dropped_or_swapped_are_counted(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 2) == steps


def test_a_word_is_mended_with_its_accents() -> None:
    keep([make_envelope("test.row:1", "Médiathèque de Redon")])
    assert mend(["mediateque", "rdeon"]) == {"mediateque": "médiathèque", "rdeon": "redon"}


def test_the_most_frequent_of_two_near_words_wins() -> None:
    keep([make_envelope(f"test.row:{number}", "Trier ses photos") for number in range(3)])
    keep([make_envelope("test.row:9", "La photon")])
    assert mend(["photoz"]) == {"photoz": "photos"}


@pytest.mark.parametrize("word", ["xyz", "velo", "35601", "abcdefghijk"])
def test_short_words_numbers_known_words_and_strange_ones_stay(word: str) -> None:
    keep([make_envelope("test.row:1", "Vélo 35600 xya")])
    assert mend([word]) == {}


def test_a_word_of_a_document_that_is_gone_is_proposed_no_more() -> None:
    keep([make_envelope("test.row:1", "Marguerite Duras"), make_envelope("test.row:2", "Duras")])
    forget(["test.row:1"])
    assert mend(["margerite"]) == {}
    assert list(SearchWord.objects.values_list("word", "documents")) == [("duras", 1)]


def test_a_word_that_a_document_loses_is_proposed_no_more() -> None:
    keep([make_envelope("test.row:1", "Marguerite")])
    keep([make_envelope("test.row:1", "Duras")])
    assert mend(["margerite"]) == {}


def test_mended_words_are_found_and_said() -> None:
    make_corpus()
    answer = ask("ordinatuer")
    assert answer.match == "typos"
    assert answer.corrections == {"ordinatuer": "ordinateur"}
    assert "Premiers pas avec un ordinateur" in titles(answer)


def test_what_stands_between_quotes_is_not_mended() -> None:
    make_corpus()
    assert titles(ask('"ordinatuer"')) == []
