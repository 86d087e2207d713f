"""What an editor may get wrong in the questions: each error names the field and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from .definition import CLOSED, fixed_choices, lines, same_words

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue, StructValue


def check_bounds(value: StructValue) -> None:
    """Raise unless the largest number is at least the smallest."""
    least, most = value.get("least"), value.get("most")
    if least is not None and most is not None and least > most:
        raise _wrong("most", _("Type a number that is not smaller than the smallest one."))


def check_choices(value: StructValue) -> None:
    """Raise when an answer is there twice: nobody could tell them apart."""
    errors, before = {}, []
    for rank, line in enumerate(value["choices"]):
        if any(same_words(line["words"], words) for words in before):
            errors[rank] = _wrong("words", _("This answer is already in the list."))
        before.append(line["words"])
    if errors:
        raise StructBlockValidationError(block_errors={"choices": ListBlockValidationError(errors)})


def check_questions(stream: StreamValue) -> None:
    """Raise when two questions have the same words, or one depends on what cannot be known."""
    errors = {}
    for rank, child in enumerate(stream):
        problem = _problem(child.value, list(stream)[:rank], list(stream)[rank + 1 :])
        if problem:
            errors[rank] = problem
    if errors:
        raise StreamBlockValidationError(block_errors=errors)


def _problem(value: StructValue, before: list[Any], after: list[Any]) -> Exception | None:
    if any(same_words(child.value["wording"], value["wording"]) for child in before):
        return _wrong("wording", _("Another question has the same words. Change one of the two."))
    asked, answers = (value.get("only_if") or "").strip(), lines(value.get("only_if_answers") or "")
    if not asked:
        message = _("Type after which question, or empty this field.")
        return _wrong("only_if", message) if answers else None
    first = next((child for child in before if same_words(child.value["wording"], asked)), None)
    if first is None:
        return _wrong("only_if", _no_such_question(asked, after))
    if first.block_type not in CLOSED:
        return _wrong("only_if", _("Choose a question with answers to choose, or with yes and no."))
    return _wrong_answers(first, answers)


def _no_such_question(asked: str, after: list[Any]) -> str:
    if any(same_words(child.value["wording"], asked) for child in after):
        return _("This question comes later. Move it above this one.")
    return _("No question above has these words. Copy them as they are.")


def _wrong_answers(first: Any, answers: list[str]) -> Exception | None:
    known = [line["words"] for line in first.value.get("choices") or ()]
    known = known or [choice.words for choice in fixed_choices(first.block_type)]
    if not answers:
        return _wrong("only_if_answers", _one_of(known))
    for answer in answers:
        if not any(same_words(answer, words) for words in known):
            return _wrong("only_if_answers", _one_of(known))
    return None


def _one_of(known: list[str]) -> str:
    return _("Type one of these answers: %(answers)s.") % {"answers": ", ".join(known)}


def _wrong(field: str, message: str) -> StructBlockValidationError:
    return StructBlockValidationError(block_errors={field: ValidationError(message)})
