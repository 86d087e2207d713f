"""The questions as an editor writes them: what is wrong is said in French, at its field."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.blocks.stream_block import StreamBlockValidationError

from maillage.bookings.questions.definition import questions_of
from tests.bookings.questions import ask
from workshops.models import WorkshopPage

LEARN = ask("choice", "Que voulez-vous apprendre ?", choices=("Les photos", "Les courriels"))


def problems(*blocks: dict[str, Any]) -> dict[tuple[int, str], str]:
    """What is wrong with a stream, by (rank of the question, field)."""
    block = WorkshopPage._meta.get_field("questions").stream_block
    try:
        block.clean(block.to_python(blocks))
    except StreamBlockValidationError as error:
        return {
            (rank, field): " ".join(inner.messages)
            for rank, one in error.block_errors.items()
            for field, inner in one.block_errors.items()
        }
    return {}


def depending(asked: str, answers: str, **fields: Any) -> dict[str, Any]:
    return ask("text", "Lesquelles ?", only_if=asked, only_if_answers=answers, **fields)


def test_questions_that_hold_together_are_kept() -> None:
    assert problems(LEARN, depending("que voulez-vous  apprendre ?", "les photos\nLes courriels")) == {}


@pytest.mark.parametrize(
    ("blocks", "where", "words"),
    [
        ([LEARN, ask("text", "QUE VOULEZ-VOUS APPRENDRE ?")], (1, "wording"), "mêmes mots"),
        ([depending("Que voulez-vous apprendre ?", "Les photos"), LEARN], (0, "only_if"), "vient après"),
        ([LEARN, depending("Une question effacée", "Oui")], (1, "only_if"), "Aucune question"),
        ([ask("text", "Quel vélo ?"), depending("Quel vélo ?", "rouge")], (1, "only_if"), "à choisir"),
        ([LEARN, depending("Que voulez-vous apprendre ?", "")], (1, "only_if_answers"), "Les photos"),
        (
            [LEARN, depending("Que voulez-vous apprendre ?", "Le jardin")],
            (1, "only_if_answers"),
            "Les courriels",
        ),
        (
            [ask("yes_no", "Un vélo ?"), depending("Un vélo ?", "Peut-être")],
            (1, "only_if_answers"),
            "Oui, Non",
        ),
        ([LEARN, depending("", "Les photos")], (1, "only_if"), "après quelle question"),
        ([ask("text", "")], (0, "wording"), "requis"),
        ([ask("number", "Combien ?", least=5, most=2)], (0, "most"), "plus petit"),
    ],
)
def test_a_mistake_is_said_at_its_field(blocks: list[Any], where: tuple[int, str], words: str) -> None:
    found = problems(*blocks)
    assert list(found) == [where]
    assert words in found[where]


@pytest.mark.parametrize("choices", [("Les photos", "les  PHOTOS"), ("Les photos", ""), ("Les photos",)])
def test_answers_to_choose_are_several_and_different(choices: tuple[str, ...]) -> None:
    assert list(problems(ask("choice", "Quoi ?", choices=choices))) == [(0, "choices")]


def test_thirty_questions_are_enough() -> None:
    block = WorkshopPage._meta.get_field("questions").stream_block
    many = block.to_python([ask("text", f"Question {number} ?") for number in range(31)])
    with pytest.raises(StreamBlockValidationError):
        block.clean(many)


def test_a_block_without_a_true_id_has_one_that_stays() -> None:
    block = WorkshopPage._meta.get_field("questions").stream_block
    raw = {"type": "text", "id": "vélo", "value": {"wording": "Quel vélo ?"}}
    first, again = (questions_of(block.to_python([raw]))[0].id for _turn in range(2))
    assert first == again != "vélo"
