"""Answers as columns: one for each thing that was asked, in the words in which it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Min, OuterRef, Subquery

from ..models import Answer, AnswerFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from ..querysets import RegistrationQuerySet
    from .cells import Cell


def wordings(registrations: RegistrationQuerySet) -> list[str]:
    """Return what was asked of `registrations`, each wording once, the oldest first; one query."""
    asked = Answer.objects.order_by().filter(registration__in=registrations.values("pk"))
    return list(
        asked.values("wording").annotate(first=Min("pk")).order_by("first").values_list("wording", flat=True)
    )


def answers_in_order(registrations: RegistrationQuerySet) -> QuerySet[Answer]:
    """Return the answers of `registrations` in their order, each with the name of its file."""
    names = AnswerFile.objects.filter(answer=OuterRef("pk")).order_by("pk").values("original_name")[:1]
    answers = Answer.objects.filter(registration__in=registrations.values("pk"))
    return answers.annotate(file_name=Subquery(names)).order_by("registration_id", "pk")


def cells_of(answers: Iterable[Answer], asked: list[str]) -> list[Cell]:
    """Return a cell for each wording of `asked`; the same words asked twice share one."""
    said: dict[str, list[Any]] = {}
    for answer in answers:
        value = answer.file_name if answer.kind == "file" else answer.value  # type: ignore[attr-defined]
        said.setdefault(answer.wording, []).extend(value if isinstance(value, list) else [value])
    return [_cell(said.get(wording, [])) for wording in asked]


def _cell(values: list[Any]) -> Cell:
    """Return one value as it is, so that numbers add up, and several beside each other."""
    values = [value for value in values if value not in (None, "")]
    if len(values) == 1 and isinstance(values[0], int | str):
        return values[0]
    return " / ".join(str(value) for value in values)
