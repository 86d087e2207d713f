"""The questions as another site reads them, and hostile answers that it may send."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from maillage.bookings.models import Answer, Registration

from .api_client import CAMILLE, errors, get, nothing_changed, post
from .factories import enroll, make_session
from .questions import ask, choice_of, name_of, page_that_asks

pytestmark = pytest.mark.django_db

LEARN, BRINGS, WHICH, AGE = "Que voulez-vous apprendre ?", "Un ordinateur ?", "Lequel ?", "Votre âge ?"
SUBJECTS = ask("choices", LEARN, choices=(("Les photos", 1), "Les courriels"))
PHOTOS, MAILS = choice_of(LEARN, "Les photos"), choice_of(LEARN, "Les courriels")
ASKED = (
    SUBJECTS,
    ask("yes_no", BRINGS),
    ask("text", WHICH, required=True, only_if=BRINGS, only_if_answers="Oui"),
    ask("text", "Combien de photos ?", required=True, only_if=LEARN, only_if_answers="Les photos"),
    ask("age", AGE),
    *(ask(kind, kind) for kind in ("text", "long_text", "number", "date", "consent", "phone", "email")),
    *(ask(kind, kind) for kind in ("postal_code", "age_bracket", "birth_date", "file")),
)


@pytest.fixture
def session() -> Any:
    page = page_that_asks(
        *ASKED, guardian_below_age=15, names_of_group=True, asks_photo=True, seats_per_registration=3
    )
    return make_session(page, capacity=9)


def schema_of(client: Any, session: Any) -> dict[str, Any]:
    return get(client, f"/{session.public_id}/form")


def body(core: dict[str, Any] | None = None, **answers: Any) -> dict[str, Any]:
    """A registration; the answers are by the words of their questions."""
    given = {name_of(words): value for words, value in answers.items()}
    return {**CAMILLE, "photo_allowed": False, **(core or {}), "answers": given}


def test_the_schema_of_every_kind_is_valid(client: Any, session: Any) -> None:
    schema = schema_of(client, session)
    Draft202012Validator.check_schema(schema)
    types = {one["title"]: one["type"] for one in schema["properties"]["answers"]["properties"].values()}
    assert (types[LEARN], types[BRINGS], types[AGE], types["number"]) == (
        "array",
        "boolean",
        "integer",
        "number",
    )


def test_the_notice_comes_with_the_schema(client: Any, session: Any) -> None:
    assert session.organization.name in schema_of(client, session)["description"]


AGREED = [
    (body(), True),
    (body(**{BRINGS: False}), True),
    (body(**{BRINGS: True}), False),
    (body(**{BRINGS: True, WHICH: "Un portable"}), True),
    (body(**{LEARN: [MAILS]}), True),
    (body(**{LEARN: [PHOTOS, MAILS]}), False),
    (body(**{LEARN: [PHOTOS], "Combien de photos ?": "300"}), True),
    (body(**{LEARN: ["autre"]}), False),
    (body(**{AGE: 14}), False),
    (body(**{AGE: 15}), True),
    (body({"minor": True}), False),
    (body({"minor": True, "guardian_name": "Ana", "guardian_phone": "06 39 98 12 35"}), True),
    (body({"relay_name": "Ana"}), False),
    (body({"relay_name": "Ana", "relay_role": "relative"}), True),
    (body({"photo_allowed": "yes"}), False),
    (body({"seats": 2, "companions": ["Ana"]}), True),
    (body(postal_code="3558"), False),
]


@pytest.mark.parametrize(("sent", "accepted"), AGREED)
def test_the_schema_and_the_server_accept_the_same(
    client: Any, session: Any, sent: Any, accepted: bool
) -> None:
    assert Draft202012Validator(schema_of(client, session)).is_valid(sent) is accepted
    assert (post(client, session, sent).status_code == 201) is accepted


def test_a_choice_that_is_full_is_no_longer_in_the_schema(client: Any, session: Any) -> None:
    post(client, session, body(**{LEARN: [PHOTOS], "Combien de photos ?": "300"}))
    offered = schema_of(client, session)["properties"]["answers"]["properties"][name_of(LEARN)]["items"][
        "enum"
    ]
    assert offered == [MAILS]


def test_a_choice_that_was_taken_meanwhile_is_refused_by_its_field(client: Any, session: Any) -> None:
    photos = body(**{LEARN: [PHOTOS], "Combien de photos ?": "300"})
    post(client, session, photos)
    assert "complet" in errors(post(client, session, photos))[name_of(LEARN)][0]
    assert Registration.objects.count() == 1


def test_answers_come_back_as_they_were_asked(client: Any, session: Any) -> None:
    post(client, session, body(**{BRINGS: True, WHICH: "Un portable", "number": 2.5, "age_bracket": "60_74"}))
    kept = dict(Answer.objects.values_list("wording", "value"))
    assert kept == {BRINGS: True, WHICH: "Un portable", "number": 2.5, "age_bracket": ["De 60 à 74 ans"]}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        *[(LEARN, PHOTOS), (LEARN, {}), (LEARN, [1]), (LEARN, [[PHOTOS]]), (LEARN, ["\x00"])],
        *[(BRINGS, "yes"), (BRINGS, 1), (BRINGS, []), (AGE, "71"), (AGE, 1.5), (AGE, 10**40), (AGE, True)],
        *[("number", "2"), ("number", 10**400), ("number", []), ("date", 20261225), ("date", "hier")],
        *[("text", "a\x00b"), ("text", "a\ud800b"), ("text", 1), ("long_text", "x" * 9_000)],
        *[
            ("consent", "on"),
            ("phone", "12"),
            ("email", "a@b.example\r\nBcc: c@d.example"),
            ("file", {"a": 1}),
        ],
        *[("age_bracket", "hundred"), ("birth_date", "2999-01-01"), ("une question inconnue", "x")],
    ],
)
def test_a_hostile_answer_is_refused_by_its_field_and_changes_nothing(
    client: Any, session: Any, words: str, value: Any
) -> None:
    assert name_of(words) in errors(post(client, session, body(**{words: value})))
    assert nothing_changed(session)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("core", "field"),
    [
        ({"companions": "Ana"}, "companions"),
        ({"companions": [1]}, "companions"),
        ({"seats": 2, "companions": ["A\x07na"]}, "companions"),
        ({"seats": 2, "companions": ["x"] * 5000}, "companions"),
        ({"minor": "on"}, "minor"),
        ({"relay_name": ["Ana"], "relay_role": "relative"}, "relay_name"),
        ({"relay_name": "<b>Ana", "relay_role": "relative"}, "relay_name"),
        ({"photo_allowed": None}, "photo_allowed"),
        ({"consent_version": "x"}, "consent_version"),
        ({"slot": "2026-12-01T10:00:00Z"}, "slot"),
    ],
)
def test_a_hostile_field_is_refused_by_its_name_and_changes_nothing(
    client: Any, session: Any, core: dict[str, Any], field: str
) -> None:
    assert field in errors(post(client, session, body(core)))
    assert nothing_changed(session)


def test_a_nan_is_no_json(client: Any, session: Any) -> None:
    sent = f'{{"name": "Ana", "phone": "0639981234", "answers": {{"{name_of("number")}": NaN}}}}'
    assert post(client, session, sent).status_code == 400
    assert nothing_changed(session)


def test_the_answers_of_others_are_nowhere_in_the_schema(client: Any, session: Any) -> None:
    enroll(session, "Marqueunique")
    assert "Marqueunique" not in str(schema_of(client, session))
