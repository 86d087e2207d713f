"""Where a distance is counted from."""

from collections.abc import Iterator

import pytest
from wagtail import hooks

from search.contract import Point
from search.places import find_origin, kilometres, place_rows
from tests.places.factories import make_organization, make_place

PLACES = [("Redon", "35600", 47.0, -2.0), ("Redon", "35600", 48.0, -3.0), ("Nulle-Part", "99999", None, None)]


def test_a_commune_of_the_file_is_known_without_its_accents() -> None:
    origin = find_origin("guemene penfao", [])
    assert origin is not None
    assert origin.label == "Guémené-Penfao"
    assert (round(origin.latitude, 1), round(origin.longitude, 1)) == (47.6, -1.8)


def test_a_postal_code_and_an_unknown_commune_are_where_the_places_are() -> None:
    assert find_origin("35600", PLACES) == Point(47.5, -2.5, "Redon")
    assert find_origin("Petit-Lieu", [("Petit-Lieu", "", 47.0, -2.0)]) == Point(47.0, -2.0, "Petit-Lieu")


@pytest.mark.parametrize("typed", ["47.65,-2.08", " 47.65 , -2.08 ", "47.65;-2.08"])
def test_a_point_is_itself(typed: str) -> None:
    origin = find_origin(typed, [])
    assert origin is not None
    assert (origin.latitude, origin.longitude) == (47.65, -2.08)


@pytest.mark.parametrize(
    "typed", ["", "  ", "Nulle-Part", "99,0", "0,181", "00000", "x" * 5_000, "\0", "1,2,3"]
)
def test_what_is_nowhere_is_no_origin(typed: str) -> None:
    assert find_origin(typed, PLACES) is None


@pytest.fixture
def origins_of_a_plugin() -> Iterator[None]:
    """A plugin knows a commune better than the file."""
    with hooks.register_temporarily("register_search_origins", lambda: {"Redon": (1.0, 2.0)}):
        yield


@pytest.mark.usefixtures("origins_of_a_plugin")
def test_a_plugin_knows_better() -> None:
    assert find_origin("redon", PLACES) == Point(1.0, 2.0, "Redon")


@pytest.mark.django_db
def test_the_point_of_a_hidden_address_is_not_given_away() -> None:
    mulots = make_organization()
    hidden = {"address_for_registered_only": True, "latitude": 47.1, "longitude": -2.1}
    make_place(mulots, commune="Petit-Lieu", **hidden)
    assert find_origin("Petit-Lieu", place_rows()) is None


def test_the_distance_is_as_the_crow_flies() -> None:
    redon, rennes = Point(47.6517, -2.0842), Point(48.1147, -1.6794)
    assert 59 < kilometres(redon, rennes.latitude, rennes.longitude) < 61
