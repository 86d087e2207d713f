"""The questions of the page in the form: drawn in order, asked of those they concern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from ..questions.conditions import shown
from ..questions.definition import questions_of
from ..questions.fields import ChoiceMixin, field_of
from ..questions.places import full_choices

if TYPE_CHECKING:
    from ..models import BookablePageMixin, Session
    from ..questions.definition import Question


class QuestionsMixin(forms.Form):
    """Fields made from the page's questions; their names are the questions' ids."""

    page: BookablePageMixin
    session: Session
    contact_required: bool
    questions: tuple[Question, ...] = ()

    def set_up_questions(self) -> None:
        """Add a field for each question. One that depends on another is required only when it is asked."""
        self.questions = questions_of(self.page.questions)
        for question in self.questions:
            field = field_of(question)
            if question.condition is not None or not self.contact_required:
                field.required = False
            # « (optional) » stands beside what everybody may leave out, not beside what depends.
            field.one_of_several = question.required and self.contact_required  # type: ignore[attr-defined]
            field.show_if = question.condition  # type: ignore[attr-defined]
            self.fields[question.id] = field

    def clean_questions(self) -> None:
        """Forget what was typed in questions that are not asked; ask for what is required of the others."""
        asked = shown(self.questions, self.cleaned_data)
        for question in self.questions:
            if question.id not in asked:
                self.errors.pop(question.id, None)
                self.cleaned_data.pop(question.id, None)
            elif question.condition is not None and question.required and self.contact_required:
                self._require(question)

    def _require(self, question: Question) -> None:
        field = self.fields[question.id]
        empty = self.cleaned_data.get(question.id) in (*field.empty_values, False)
        if empty and question.id not in self.errors:
            self.add_error(question.id, ValidationError(field.error_messages["required"], code="required"))

    def show_full_choices(self) -> None:
        """Draw the choices without a place left as such: one query, on pages that count them only."""
        for question_id, full in full_choices(self.session, self.questions).items():
            field = self.fields[question_id]
            if isinstance(field, ChoiceMixin):
                field.set_full(full)

    @property
    def has_conditions(self) -> bool:
        """Whether a question depends on another, which the script then shows and hides."""
        return any(question.condition is not None for question in self.questions)

    @property
    def given_answers(self) -> list[tuple[Question, Any]]:
        """What was answered, question by question; those left empty are not there."""
        empty = (None, "", [], False)
        return [
            (question, self.cleaned_data[question.id])
            for question in self.questions
            if self.cleaned_data.get(question.id) not in empty
        ]
