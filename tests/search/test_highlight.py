"""The words that were found, in sight."""

from search.contract import Term
from search.results import Marker

REPARER = Marker([Term((("réparer",), ("dépanner",)))])


def test_a_word_and_its_forms_are_marked() -> None:
    marked = REPARER.mark("La réparation, ou réparer : on répare.")
    assert marked == "La <mark>réparation</mark>, ou <mark>réparer</mark> : on <mark>répare</mark>."


def test_synonyms_and_words_without_accents_are_marked() -> None:
    assert REPARER.mark("Depanner") == "<mark>Depanner</mark>"


def test_small_words_are_not_marked() -> None:
    assert Marker([Term((("mot", "de", "passe"),))]).mark("de passe") == "de <mark>passe</mark>"


def test_what_a_page_says_is_never_markup() -> None:
    assert REPARER.mark("<b>réparer</b>") == "&lt;b&gt;<mark>réparer</mark>&lt;/b&gt;"


def test_an_excerpt_without_the_words_gives_way_to_the_piece_of_text_that_has_them() -> None:
    text = f"{'Bonjour. ' * 60}On y vient réparer son vélo.{' Au revoir.' * 60}"
    piece = REPARER.excerpt("Un après-midi.", text)
    assert "réparer son vélo" in piece
    assert len(piece) < 220
    assert piece.startswith("… ")
    assert piece.endswith(" …")


def test_an_excerpt_that_has_the_words_stays() -> None:
    assert REPARER.excerpt("On répare.", "réparer") == "On répare."


def test_an_excerpt_stays_when_the_words_are_nowhere() -> None:
    assert REPARER.excerpt("Bonjour.", "Au revoir.") == "Bonjour."
