"""The questions as an editor writes them in a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from .checks import check_bounds, check_choices, check_questions

MOST_QUESTIONS = 30
LONGEST_WORDING = 200
FACTS, CHOICES, ABOUT = _("An answer to type"), _("An answer to choose"), _("About the person")


class QuestionBlock(blocks.StructBlock):
    """What every question has."""

    wording = blocks.CharBlock(
        label=_("Question"),
        max_length=LONGEST_WORDING,
        help_text=_("As you would say it. For example: what do you want to learn?"),
    )
    help = blocks.CharBlock(
        label=_("Help"),
        required=False,
        max_length=200,
        help_text=_("One short sentence or an example. It is read before the answer is typed."),
    )
    required = blocks.BooleanBlock(
        label=_("An answer is needed"),
        required=False,
        help_text=_("Without a tick, people may leave it empty. Each question turns some people away."),
    )
    only_if = blocks.CharBlock(
        label=_("Only after this question"),
        required=False,
        max_length=LONGEST_WORDING,
        help_text=_(
            "To ask this of some people only: copy the words of a question above, one with answers to choose."
        ),
    )
    only_if_answers = blocks.TextBlock(
        label=_("When the answer is"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=_("Copy the words of the answer, for example: Yes. Several answers: one a line."),
    )
    keep_days = blocks.IntegerBlock(
        label=_("Keep the answers how many days after the date"),
        required=False,
        min_value=0,
        max_value=3650,
        help_text=_("For example: 7. Empty: as long as the registration, and never longer."),
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

    least = blocks.IntegerBlock(label=_("Smallest number"), required=False)
    most = blocks.IntegerBlock(label=_("Largest number"), required=False)

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

    words = blocks.CharBlock(label=_("Answer"), max_length=120)
    places = blocks.IntegerBlock(
        label=pgettext_lazy("seats", "Places"),
        required=False,
        min_value=1,
        max_value=32_767,
        help_text=_("How many people may choose it on one date. Empty: all who like."),
    )

    class Meta:
        form_layout = BlockGroup(children=["words", "places"])


class ChoiceQuestionBlock(QuestionBlock):
    """One answer of a list."""

    choices = blocks.ListBlock(ChoiceLineBlock(), label=_("Answers"), min_num=2, max_num=50)

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

    text = _kind(QuestionBlock, "pilcrow", _("Short text"), _("A few words, on one line."), FACTS)
    long_text = _kind(QuestionBlock, "doc-full", _("Long text"), _("Several sentences."), FACTS)
    number = _kind(NumberQuestionBlock, "order", _("Number"), _("For example a quantity."), FACTS)
    date = _kind(QuestionBlock, "date", _("Date"), _("A day, with its month and year."), FACTS)
    file = _kind(QuestionBlock, "doc-empty", _("File"), _("A PDF, or a picture in JPEG or PNG."), FACTS)
    choice = _kind(ChoiceQuestionBlock, "radio-full", _("Choice"), _("One answer of a list."), CHOICES)
    choices = _kind(
        ChoiceQuestionBlock, "list-ul", _("Several choices"), _("One or several answers of a list."), CHOICES
    )
    yes_no = _kind(QuestionBlock, "check", _("Yes or no"), _("A question answered by yes or no."), CHOICES)
    consent = _kind(
        QuestionBlock, "tick", _("Agreement"), _("A box to tick, for example: I bring my device."), CHOICES
    )
    phone = _kind(QuestionBlock, "mobile-alt", _("Other phone"), _("Besides the one always asked."), ABOUT)
    email = _kind(QuestionBlock, "mail", _("Other e-mail"), _("Besides the one always asked."), ABOUT)
    postal_code = _kind(QuestionBlock, "home", _("Postal code"), _("Where the person lives."), ABOUT)
    age_bracket = _kind(QuestionBlock, "group", _("Age bracket"), _("The brackets funders count by."), ABOUT)
    age = _kind(QuestionBlock, "user", _("Age"), _("In years. Prefer the age bracket when you can."), ABOUT)
    birth_date = _kind(
        QuestionBlock, "date", _("Date of birth"), _("Only when the day itself is needed."), ABOUT
    )

    class Meta:
        required = False
        max_num = MOST_QUESTIONS

    def clean(self, value: Any) -> Any:
        """Hold the questions to one another; an error is shown at the field that it is about."""
        cleaned = super().clean(value)
        check_questions(cleaned)
        return cleaned
