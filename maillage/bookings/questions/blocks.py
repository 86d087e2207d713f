"""The questions as an editor writes them in a page, and what may be wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from maillage.bookings.questions.definition import CLOSED, fixed_choices, lines, same_words

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


MOST_QUESTIONS = 30
LONGEST_WORDING = 200
FACTS, CHOICES, ABOUT = (
    gettext_lazy("An answer to type"),
    gettext_lazy("An answer to choose"),
    gettext_lazy("About the person"),
)


class QuestionBlock(blocks.StructBlock):
    """What every question has."""

    wording = blocks.CharBlock(
        label=gettext_lazy("Question"),
        max_length=LONGEST_WORDING,
        help_text=gettext_lazy("As you would say it. For example: what do you want to learn?"),
    )
    help = blocks.CharBlock(
        label=gettext_lazy("Help"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("One short sentence or an example. It is read before the answer is typed."),
    )
    required = blocks.BooleanBlock(
        label=gettext_lazy("An answer is needed"),
        required=False,
        help_text=gettext_lazy(
            "Without a tick, people may leave it empty. Each question turns some people away."
        ),
    )
    only_if = blocks.CharBlock(
        label=gettext_lazy("Only after this question"),
        required=False,
        max_length=LONGEST_WORDING,
        help_text=gettext_lazy(
            "To ask this of some people only: copy the words of a question above, one with answers to choose."
        ),
    )
    only_if_answers = blocks.TextBlock(
        label=gettext_lazy("When the answer is"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=gettext_lazy(
            "Copy the words of the answer, for example: Yes. Several answers: one a line."
        ),
    )
    keep_days = blocks.IntegerBlock(
        label=gettext_lazy("Keep the answers how many days after the date"),
        required=False,
        min_value=0,
        max_value=3650,
        help_text=gettext_lazy("For example: 7. Empty: as long as the registration, and never longer."),
    )

    class Meta:
        icon = "help"
        group = FACTS
        label_format = "{wording}"
        form_layout = BlockGroup(
            children=["wording", "help", "required"],
            settings=["only_if", "only_if_answers", "keep_days"],
        )


class NumberQuestionBlock(QuestionBlock):
    """A number, within bounds."""

    least = blocks.IntegerBlock(label=gettext_lazy("Smallest number"), required=False)
    most = blocks.IntegerBlock(label=gettext_lazy("Largest number"), required=False)

    class Meta:
        form_layout = BlockGroup(
            children=["wording", "help", "least", "most", "required"],
            settings=["only_if", "only_if_answers", "keep_days"],
        )

    def clean(self, value: Any) -> Any:
        """Refuse bounds in the wrong order."""
        cleaned = super().clean(value)
        check_bounds(cleaned)
        return cleaned


class ChoiceLineBlock(blocks.StructBlock):
    """One answer that can be chosen."""

    words = blocks.CharBlock(label=gettext_lazy("Answer"), max_length=120)
    places = blocks.IntegerBlock(
        label=pgettext_lazy("seats", "Places"),
        required=False,
        min_value=1,
        max_value=32_767,
        help_text=gettext_lazy("How many people may choose it on one date. Empty: all who like."),
    )

    class Meta:
        form_layout = BlockGroup(children=["words", "places"])


class ChoiceQuestionBlock(QuestionBlock):
    """One answer of a list."""

    choices = blocks.ListBlock(ChoiceLineBlock(), label=gettext_lazy("Answers"), min_num=2, max_num=50)

    class Meta:
        group = CHOICES
        form_layout = BlockGroup(
            children=["wording", "help", "choices", "required"],
            settings=["only_if", "only_if_answers", "keep_days"],
        )

    def clean(self, value: Any) -> Any:
        """Refuse the same answer twice."""
        cleaned = super().clean(value)
        check_choices(cleaned)
        return cleaned


def _kind(block: type[QuestionBlock], icon: str, label: Any, description: Any, group: Any) -> QuestionBlock:
    return block(icon=icon, label=label, description=description, group=group)


class QuestionsBlock(blocks.StreamBlock):
    """Every kind of question. The names are kept with the answers (`Answer.kind`): they never change."""

    text = _kind(
        QuestionBlock, "pilcrow", gettext_lazy("Short text"), gettext_lazy("A few words, on one line."), FACTS
    )
    long_text = _kind(
        QuestionBlock, "doc-full", gettext_lazy("Long text"), gettext_lazy("Several sentences."), FACTS
    )
    number = _kind(
        NumberQuestionBlock, "order", gettext_lazy("Number"), gettext_lazy("For example a quantity."), FACTS
    )
    date = _kind(
        QuestionBlock, "date", gettext_lazy("Date"), gettext_lazy("A day, with its month and year."), FACTS
    )
    file = _kind(
        QuestionBlock,
        "doc-empty",
        gettext_lazy("File"),
        gettext_lazy("A PDF, or a picture in JPEG or PNG."),
        FACTS,
    )
    choice = _kind(
        ChoiceQuestionBlock,
        "radio-full",
        gettext_lazy("Choice"),
        gettext_lazy("One answer of a list."),
        CHOICES,
    )
    choices = _kind(
        ChoiceQuestionBlock,
        "list-ul",
        gettext_lazy("Several choices"),
        gettext_lazy("One or several answers of a list."),
        CHOICES,
    )
    yes_no = _kind(
        QuestionBlock,
        "check",
        gettext_lazy("Yes or no"),
        gettext_lazy("A question answered by yes or no."),
        CHOICES,
    )
    consent = _kind(
        QuestionBlock,
        "tick",
        gettext_lazy("Agreement"),
        gettext_lazy("A box to tick, for example: I bring my device."),
        CHOICES,
    )
    phone = _kind(
        QuestionBlock,
        "mobile-alt",
        gettext_lazy("Other phone"),
        gettext_lazy("Besides the one always asked."),
        ABOUT,
    )
    email = _kind(
        QuestionBlock,
        "mail",
        gettext_lazy("Other e-mail"),
        gettext_lazy("Besides the one always asked."),
        ABOUT,
    )
    postal_code = _kind(
        QuestionBlock, "home", gettext_lazy("Postal code"), gettext_lazy("Where the person lives."), ABOUT
    )
    age_bracket = _kind(
        QuestionBlock,
        "group",
        gettext_lazy("Age bracket"),
        gettext_lazy("The brackets funders count by."),
        ABOUT,
    )
    age = _kind(
        QuestionBlock,
        "user",
        gettext_lazy("Age"),
        gettext_lazy("In years. Prefer the age bracket when you can."),
        ABOUT,
    )
    birth_date = _kind(
        QuestionBlock,
        "date",
        gettext_lazy("Date of birth"),
        gettext_lazy("Only when the day itself is needed."),
        ABOUT,
    )

    class Meta:
        required = False
        max_num = MOST_QUESTIONS

    def clean(self, value: Any) -> Any:
        """Hold the questions to one another; an error is shown at the field that it is about."""
        cleaned = super().clean(value)
        check_questions(cleaned)
        return cleaned
