"""Whom a workshop is for."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from workshops.models import Accompanied, WorkshopPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Pour tous les âges"),
        ({"age_from": 60}, "À partir de 60\u00a0ans"),
        ({"age_to": 18}, "Jusqu’à 18\u00a0ans"),
        ({"age_from": 8, "age_to": 12}, "De 8 à 12\u00a0ans"),
        (
            {"age_from": 8, "accompanied": Accompanied.YES},
            "À partir de 8\u00a0ans, accompagné d’un adulte",
        ),
        (
            {"age_from": 6, "accompanied": Accompanied.UNDER, "accompanied_under": 10},
            "À partir de 6\u00a0ans, accompagné d’un adulte avant 10\u00a0ans",
        ),
    ],
)
def test_the_ages_are_read_in_words(fields: dict[str, Any], words: str) -> None:
    assert WorkshopPage(**fields).ages_in_words == words


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"age_from": 12, "age_to": 8}, "age_to"),
        ({"accompanied": Accompanied.UNDER}, "accompanied_under"),
    ],
)
def test_ages_that_say_nothing_sensible_are_refused(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        WorkshopPage(**fields).clean_audience()
    assert list(refusal.value.message_dict) == [field]


def test_the_age_of_the_youngest_is_dropped_when_nobody_asks_for_it() -> None:
    page = WorkshopPage(accompanied=Accompanied.NO, accompanied_under=10)
    page.clean_audience()
    assert page.accompanied_under is None


def test_people_speak_french_unless_told_otherwise() -> None:
    assert WorkshopPage().languages_in_words == "Français"


def test_languages_are_read_in_the_order_of_the_choices() -> None:
    assert WorkshopPage(languages=["gallo", "fr"]).languages_in_words == "Français, Gallo"


@pytest.mark.parametrize("value", [["tlh"], "fr", [], None])
def test_a_list_of_choices_refuses_what_is_not_offered(value: Any) -> None:
    field = WorkshopPage._meta.get_field("languages")
    with pytest.raises(ValidationError):
        field.clean(value, None)
