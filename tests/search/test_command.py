"""`manage.py search`."""

import io
import json

import pytest
from django.core.management import call_command

from .factories import make_text_page

pytestmark = pytest.mark.django_db


def output(*arguments: str) -> str:
    stream = io.StringIO()
    call_command("search", *arguments, stdout=stream)
    return stream.getvalue()


def test_the_answer_for_programs_has_its_fixed_keys() -> None:
    make_text_page("Réparer un vélo")
    answer = json.loads(output("velo", "--json"))
    assert {key: answer[key] for key in ("engine", "total", "facets", "suggestion")} == {
        "engine": "database",
        "total": 1,
        "facets": {},
        "suggestion": None,
    }
    assert answer["results"][0]["title"] == "Réparer un vélo"
    assert set(answer["results"][0]) == {"title", "url", "type", "score"}


def test_people_read_a_line_for_each_result() -> None:
    make_text_page("Réparer un vélo")
    assert "Réparer un vélo" in output("vélo")


def test_the_number_of_results_is_bounded() -> None:
    for number in range(3):
        make_text_page(f"Vélo {number}")
    assert len(json.loads(output("vélo", "--json", "--limit", "2"))["results"]) == 2
