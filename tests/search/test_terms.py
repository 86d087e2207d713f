"""From a text to terms, with synonyms and phrases."""

import pytest
from django.core.exceptions import ValidationError

from search.contract import Term
from search.models import Synonym
from search.text import terms_of

GROUPS = [
    (("ordi",), ("ordinateur",), ("pc",)),
    (("pôle", "emploi"), ("france", "travail")),
    (("st",), ("saint",)),
]


def forms(text: str) -> list[tuple[tuple[str, ...], ...]]:
    return [term.forms for term in terms_of(text, GROUPS)]


def test_a_word_brings_its_synonyms_and_comes_first() -> None:
    assert forms("PC") == [(("pc",), ("ordi",), ("ordinateur",))]


def test_a_form_of_a_word_brings_them_too() -> None:
    assert forms("ordinateurs")[0] == (("ordinateurs",), ("ordi",), ("ordinateur",), ("pc",))


def test_an_expression_of_several_words_is_one_term() -> None:
    assert forms("pole emploi redon") == [
        (("pole", "emploi"), ("pôle", "emploi"), ("france", "travail")),
        (("redon",),),
    ]


def test_a_part_of_an_expression_is_only_itself() -> None:
    assert forms("emploi") == [(("emploi",),)]


def test_what_stands_between_quotes_stays_together() -> None:
    assert terms_of("« mot de passe » oublié", ()) == (
        Term((("mot", "de", "passe"),), exact=True),
        Term((("oublié",),)),
    )


def test_small_words_go_unless_there_is_nothing_else() -> None:
    assert forms("réparer un vélo") == [(("réparer",),), (("vélo",),)]
    assert forms("le la") == [(("le",),), (("la",),)]


@pytest.mark.parametrize(
    "expressions", ["ordi", "ordi,", "", ", ,", "ordi, ordi", "a, un deux trois quatre cinq six"]
)
def test_a_line_that_makes_nothing_equal_is_refused(expressions: str) -> None:
    with pytest.raises(ValidationError):
        Synonym(expressions=expressions).clean()


def test_a_line_of_synonyms_is_read_as_it_is_typed() -> None:
    synonym = Synonym(expressions="Pôle  emploi , l’ANPE")
    synonym.clean()
    assert synonym.forms() == (("pôle", "emploi"), ("anpe",))
