"""The registration form as another site reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from jsonschema import Draft202012Validator

from maillage.bookings.forms import RegistrationForm
from maillage.bookings.forms.json_schema import field_schema, registration_schema
from tests.bookings.factories import make_page, make_session

pytestmark = pytest.mark.django_db


class RepairForm(RegistrationForm):
    """A form with questions of every kind."""

    item = forms.ChoiceField(
        label="Votre objet", choices=[("toaster", "Grille-pain"), ("Autres", [("other", "Autre")])]
    )
    days = forms.MultipleChoiceField(label="Vos jours", choices=[("mon", "lundi"), ("tue", "mardi")])
    age = forms.IntegerField(label="Âge de l’objet", min_value=0, max_value=99, required=False)
    weight = forms.DecimalField(label="Poids", required=False)
    bought_on = forms.DateField(label="Acheté le", required=False)
    site = forms.URLField(label="Sa page", required=False, assume_scheme="https")
    agrees = forms.BooleanField(label="Je reste pendant la réparation")
    fault = forms.CharField(label="Sa panne", max_length=300, required=False, help_text="En quelques mots.")


def schema_of(form_class: type[RegistrationForm] = RegistrationForm, **page_fields: Any) -> dict[str, Any]:
    """The schema of a form for one date."""
    page = make_page(**page_fields)
    form = form_class(session=make_session(page), page=page)
    return registration_schema(form, address="https://reseau.example/form", title=page.title)


def accepts(schema: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether a validator of JSON Schema accepts `body`."""
    return Draft202012Validator(schema).is_valid(body)


def test_the_schema_is_valid_and_names_its_dialect() -> None:
    schema = schema_of(RepairForm)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_fields_carry_their_french_words() -> None:
    name = schema_of()["properties"]["name"]
    assert name["title"] == "Votre nom"
    assert name["maxLength"] == 120


def test_the_contact_fields_say_what_they_are_for() -> None:
    properties = schema_of()["properties"]
    assert (properties["email"]["format"], properties["phone"]["format"]) == ("email", "tel")


@pytest.mark.parametrize(
    ("body", "accepted"),
    [
        ({"name": "Camille", "phone": "06 39 98 12 34"}, True),
        ({"name": "Camille", "email": "camille@maison.example"}, True),
        ({"name": "Camille"}, False),
        ({"name": "Camille", "phone": ""}, False),
        ({"phone": "06 39 98 12 34"}, False),
        ({"name": "", "phone": "06 39 98 12 34"}, False),
        ({"name": "Camille", "phone": "06 39 98 12 34", "seats": 2}, True),
        ({"name": "Camille", "phone": "06 39 98 12 34", "seats": 0}, False),
        ({"name": "Camille", "phone": "06 39 98 12 34", "seats": 9}, False),
        ({"name": "Camille", "phone": "06 39 98 12 34", "telephone": "x"}, False),
    ],
)
def test_the_schema_accepts_what_the_form_accepts(body: dict[str, Any], accepted: bool) -> None:
    assert accepts(schema_of(seats_per_registration=3), body) is accepted


def test_seats_have_a_default_and_the_most_that_one_may_take() -> None:
    seats = schema_of(seats_per_registration=3)["properties"]["seats"]
    assert (seats["default"], seats["minimum"], seats["maximum"]) == (1, 1, 3)


def test_the_questions_of_a_page_are_answers() -> None:
    answers = schema_of(RepairForm)["properties"]["answers"]
    assert set(answers["properties"]) == {
        *("item", "days", "age", "weight", "bought_on", "site", "agrees", "fault")
    }
    assert answers["required"] == ["item", "days", "agrees"]


def test_required_questions_make_answers_required() -> None:
    assert "answers" in schema_of(RepairForm)["required"]
    assert "answers" not in schema_of()["required"]


def test_choices_give_their_values_and_their_words() -> None:
    item = schema_of(RepairForm)["properties"]["answers"]["properties"]["item"]
    assert item["enum"] == ["toaster", "other"]
    assert item["oneOf"][0] == {"const": "toaster", "title": "Grille-pain"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("days", {"type": "array", "minItems": 1, "uniqueItems": True}),
        ("age", {"type": "integer", "minimum": 0, "maximum": 99}),
        ("weight", {"type": "number"}),
        ("bought_on", {"type": "string", "format": "date"}),
        ("site", {"type": "string", "format": "uri"}),
        ("agrees", {"type": "boolean", "const": True}),
        ("fault", {"type": "string", "maxLength": 300, "description": "En quelques mots."}),
    ],
)
def test_each_kind_of_question_has_its_type(name: str, expected: dict[str, Any]) -> None:
    schema = field_schema(RepairForm.base_fields[name])
    assert {key: schema.get(key) for key in expected} == expected
