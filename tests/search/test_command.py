"""`manage.py search`."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from search.changes import settle
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.search.factories import make_text_page

pytestmark = pytest.mark.django_db


def output(*arguments: str) -> str:
    settle()
    stream = io.StringIO()
    call_command("search", *arguments, stdout=stream)
    return stream.getvalue()


def test_the_answer_for_programs_has_its_fixed_keys() -> None:
    make_text_page("Réparer un vélo")
    answer = json.loads(output("velo", "--json"))
    known = {"engine": "database", "total": 1, "facets": {}, "suggestion": None}
    assert {key: answer[key] for key in known} == known
    assert answer["results"][0]["title"] == "Réparer un vélo"
    assert set(answer["results"][0]) == {"title", "url", "type", "score"}


def test_people_read_a_line_for_each_result() -> None:
    make_text_page("Réparer un vélo")
    assert "Réparer un vélo" in output("vélo")


def test_the_number_of_results_is_bounded() -> None:
    for number in range(3):
        make_text_page(f"Vélo {number}")
    assert len(json.loads(output("vélo", "--json", "--limit", "2"))["results"]) == 2


def test_filters_a_point_and_a_day_narrow_what_is_found() -> None:
    mulots = make_organization()
    for commune, latitude, longitude in (("Redon", 47.65, -2.08), ("Rostrenen", 48.24, -3.32)):
        place = make_place(mulots, commune=commune, latitude=latitude, longitude=longitude)
        make_session(make_page(title=f"Vélo à {commune}", place=place), in_days=2)
    asked = ("velo", "--json", "--near", "47.65,-2.08")
    answer = json.loads(output(*asked, "--filter", "activity=workshop", "--filter", "within_km=30"))
    assert [result["title"] for result in answer["results"]] == ["Vélo à Redon"]
    assert answer["facets"]["commune"] == {"redon": 1}
    far = json.loads(output("velo", "--json", "--filter", "commune=Rostrenen", "--filter", "commune=Brest"))
    assert [result["title"] for result in far["results"]] == ["Vélo à Rostrenen"]
    assert json.loads(output("velo", "--json", "--filter", "when=2001-01-01"))["total"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--filter", "redon"),
        ("--filter", "=redon"),
        ("--filter", "sort=price"),
        ("--filter", "within_km=loin"),
        ("--near", "Nulle-Part-sur-Mer"),
        ("--near", "91,0"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"\w{3,}"):
        output("velo", *arguments)
