"""The questions of a page in the form: what each kind takes and refuses, and who is asked what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from maillage.bookings.forms import RegistrationForm

from .factories import make_session
from .questions import PERSON, ask, choice_of, name_of, page_that_asks

pytestmark = pytest.mark.django_db

Q = "Ma question ?"
LEARN = "Que voulez-vous apprendre ?"


def form_of(*blocks: dict[str, Any], typed: dict[str, Any] | None = None, **options: Any) -> RegistrationForm:
    """The form of a page that asks `blocks`, filled with `typed` after a name and a phone."""
    page = page_that_asks(*blocks, **options.pop("page_fields", {}))
    session = make_session(page, capacity=None)
    data = {**PERSON, **(typed or {})}
    return RegistrationForm(data, session=session, page=page, **options)


def answer(kind: str, typed: Any, **fields: Any) -> Any:
    """What the form keeps of `typed` in a question of that kind, or its errors."""
    form = form_of(ask(kind, Q, **fields), typed={name_of(Q): typed})
    return form.cleaned_data[name_of(Q)] if form.is_valid() else form.errors[name_of(Q)]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "un vélo", "un vélo"),
        ("long_text", "un vélo\r\nrouge", "un vélo\nrouge"),
        ("number", "2,5", Decimal("2.5")),
        ("number", "2.5", Decimal("2.5")),
        ("date", "2026-12-25", date(2026, 12, 25)),
        ("date", "25/12/2026", date(2026, 12, 25)),
        ("yes_no", "no", "no"),
        ("consent", "on", True),
        ("phone", "06.39.98.12.35", "+33639981235"),
        ("email", "Ana@MAISON.example", "Ana@maison.example"),
        ("postal_code", "35 580", "35580"),
        ("age_bracket", "60_74", "60_74"),
        ("age", "71", 71),
        ("birth_date", "1955-03-01", date(1955, 3, 1)),
    ],
)
def test_each_kind_of_question_keeps_its_answer(kind: str, typed: str, kept: Any) -> None:
    got = answer(kind, typed)
    assert (got.replace("\r\n", "\n") if isinstance(got, str) else got) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *[("text", "x" * 201), ("text", "a\x07b"), ("text", "a\x00b"), ("text", "a\ud800b")],
        *[("long_text", "x" * 2001), ("long_text", "a\x1bb")],
        *[("number", "NaN"), ("number", "Infinity"), ("number", "1e400"), ("number", "deux")],
        *[("date", "2026-02-30"), ("date", "0001-01-01"), ("date", "9999-12-31"), ("date", "demain")],
        *[
            ("yes_no", "peut-être"),
            ("phone", "12"),
            ("email", "ana"),
            ("email", "a@b.example\nBcc: c@d.example"),
        ],
        *[
            ("postal_code", "3558"),
            ("postal_code", "35580a"),
            ("postal_code", "٣٥٥٨٠"),
            ("age", "-1"),
            ("age", "121"),
        ],
        *[("age_bracket", "99_plus"), ("birth_date", "2999-01-01"), ("birth_date", "1850-01-01")],
        ("file", "../../etc/passwd"),
    ],
)
def test_what_is_no_answer_is_refused_in_french(kind: str, typed: str) -> None:
    messages = answer(kind, typed)
    assert messages
    assert not any("Enter" in message or "Type" in message for message in messages)


def test_a_number_is_held_to_its_bounds() -> None:
    assert answer("number", "0", least=1, most=5) != Decimal(0)
    assert answer("number", "5", least=1, most=5) == Decimal(5)


def test_only_a_choice_of_the_list_is_taken() -> None:
    question = ask("choice", LEARN, choices=("Les photos", "Les courriels"))
    good = form_of(question, typed={name_of(LEARN): choice_of(LEARN, "Les photos")})
    forged = form_of(question, typed={name_of(LEARN): choice_of("Une autre question", "Les photos")})
    assert good.is_valid()
    assert list(forged.errors) == [name_of(LEARN)]


def test_several_choices_are_kept_together() -> None:
    question = ask("choices", LEARN, choices=("Les photos", "Les courriels", "La souris"))
    chosen = [choice_of(LEARN, "Les photos"), choice_of(LEARN, "La souris")]
    form = form_of(question, typed={name_of(LEARN): chosen})
    assert form.is_valid()
    assert form.cleaned_data[name_of(LEARN)] == chosen


@pytest.mark.parametrize("kind", ["text", "number", "yes_no", "consent", "age_bracket", "file", "birth_date"])
def test_an_answer_is_needed_where_the_editor_says_so(kind: str) -> None:
    assert name_of(Q) in form_of(ask(kind, Q, required=True)).errors
    assert form_of(ask(kind, Q)).is_valid()


def test_the_team_may_leave_questions_empty() -> None:
    assert form_of(ask("text", Q, required=True), contact_required=False).is_valid()


BRINGS = "Apportez-vous un ordinateur ?"
WHICH = "Lequel ?"
COMPUTER = (
    ask("yes_no", BRINGS),
    ask("text", WHICH, required=True, only_if=BRINGS, only_if_answers="oui"),
)


def test_a_question_that_depends_is_asked_when_its_condition_holds() -> None:
    asked = form_of(*COMPUTER, typed={name_of(BRINGS): "yes"})
    assert list(asked.errors) == [name_of(WHICH)]


def test_a_question_that_is_not_asked_is_not_required_and_its_answer_is_dropped() -> None:
    form = form_of(*COMPUTER, typed={name_of(BRINGS): "no", name_of(WHICH): "x" * 500})
    assert form.is_valid()
    assert [question.wording for question, _value in form.given_answers] == [BRINGS]


def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked_either() -> None:
    windows = ask("consent", "Windows ?", only_if=BRINGS, only_if_answers="Oui")
    version = ask("text", "Sa version ?", required=True, only_if="Windows ?", only_if_answers="Oui")
    typed = {name_of(BRINGS): "no", name_of("Windows ?"): "on"}
    assert form_of(COMPUTER[0], windows, version, typed=typed).is_valid()


def test_without_javascript_a_sentence_says_who_is_asked() -> None:
    field = form_of(*COMPUTER).fields[name_of(WHICH)]
    assert field.help_text == f"Seulement si vous avez répondu «\u00a0Oui\u00a0» à «\u00a0{BRINGS}\u00a0»."


def test_a_condition_that_leads_nowhere_asks_everybody() -> None:
    lost = ask("text", WHICH, only_if="Une question effacée", only_if_answers="Oui")
    form = form_of(lost, typed={name_of(WHICH): "le mien"})
    assert form.is_valid()
    assert [value for _question, value in form.given_answers] == ["le mien"]


def test_questions_that_were_not_asked_are_ignored() -> None:
    form = form_of(typed={name_of("Une autre"): "x", "status": "confirmed"})
    assert form.is_valid()
    assert form.answers == {}
