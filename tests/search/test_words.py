"""From what is typed to the words looked for."""

import pytest

from search.words import LONGEST_TEXT, MOST_WORDS, clean_text, fold, stem, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Réparer un vélo", ("réparer", "vélo")),
        ("l’ordinateur d'occasion", ("ordinateur", "occasion")),
        ("aujourd’hui", ("aujourd", "hui")),
        ('"titre" AND (NEAR) : * - ^', ("titre", "and", "near")),
        ("'; DROP TABLE x; --", ("drop", "table", "x")),
        ("🛠️ vélo 🛠️", ("vélo",)),
        ("le la les", ("le", "la", "les")),
        ("vélo VÉLO vélo", ("vélo",)),
        ("… !!", ()),
        ("", ()),
    ],
)
def test_only_telling_words_are_looked_for(typed: str, words: tuple[str, ...]) -> None:
    assert words_of(typed) == words


def test_the_words_are_counted() -> None:
    assert len(words_of(" ".join(f"mot{number}" for number in range(500)))) == MOST_WORDS


def test_a_text_loses_what_cannot_be_printed() -> None:
    assert clean_text("  vé\x00lo\r\n\u202e cassé\ud800 ") == "vé lo cassé"


def test_a_long_text_is_cut() -> None:
    assert len(clean_text("x" * 5_000)) == LONGEST_TEXT


@pytest.mark.parametrize(
    "forms",
    [
        ("atelier", "ateliers"),
        ("reparer", "reparation", "reparations"),
        ("casse", "cassee", "cassees"),
        ("jeu", "jeux"),
        ("photo", "photos"),
        ("bureau", "bureaux"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["bus", "pc", "35600", "tri"])
def test_short_words_and_numbers_stay_whole(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(
    ("text", "folded"), [("Médiathèque", "mediatheque"), ("Œuvre", "oeuvre"), ("ÇA", "ca")]
)
def test_accents_and_capitals_go(text: str, folded: str) -> None:
    assert fold(text) == folded
