"""When and where, true of one date: filters, counts that follow the other filters, orders."""

from __future__ import annotations

import datetime as dt

import pytest

from search.contract import Point, Window
from search.models import SearchDocument

from .documents import make_document, moment
from .seeing import ask, seen, titles

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
    pytest.mark.usefixtures("backend"),
]

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
REDON = {"commune": "redon", "department": "35", "location": {"lat": 47.651, "lon": -2.084}}
ALLAIRE = {"commune": "allaire", "department": "56", "location": {"lat": 47.637, "lon": -2.163}}
RENNES = {"commune": "rennes", "department": "35", "location": {"lat": 48.111, "lon": -1.680}}
NEAR_REDON = Point(47.651, -2.084)
SATURDAY = Window(dt.datetime(2026, 12, 5, tzinfo=dt.UTC), dt.datetime(2026, 12, 6, tzinfo=dt.UTC))


@pytest.fixture
def three() -> None:
    """A workshop with two dates, one without seats; a repair café; a place."""
    make_document(
        "Atelier",
        facets={"activity": ["workshop"], "organization": ["mulots"]},
        moments=[
            moment("2026-12-05T09:00:00+00:00", "2026-12-05T11:00:00+00:00", **REDON, places_left="no"),
            moment("2026-12-08T09:00:00+00:00", "2026-12-08T11:00:00+00:00", **ALLAIRE),
        ],
    )
    make_document(
        "Réparer",
        facets={"activity": ["repair"], "organization": ["bidouille"]},
        moments=[moment("2026-12-05T14:00:00+00:00", "2026-12-05T17:00:00+00:00", **RENNES)],
    )
    make_document("Mairie", moments=[moment(**ALLAIRE)])
    seen()


pytestmark.append(pytest.mark.usefixtures("three"))


def find(**asked: object) -> list[str]:
    return sorted(titles(ask(now=NOW, **asked)))


def test_a_window_finds_what_has_a_date_in_it() -> None:
    assert find(window=SATURDAY) == ["Atelier", "Réparer"]


def test_a_date_that_only_touches_the_window_is_not_in_it() -> None:
    end = dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC)
    assert find(window=Window(end - dt.timedelta(hours=4), end)) == []


def test_what_is_asked_of_a_date_must_be_true_of_the_same_date() -> None:
    assert find(window=SATURDAY, filters={"commune": frozenset({"redon"})}) == ["Atelier"]
    assert find(window=SATURDAY, filters={"commune": frozenset({"allaire"})}) == []


def test_a_seat_must_be_left_on_the_date_that_matches() -> None:
    left = frozenset({"yes"})
    assert find(filters={"places_left": left}) == ["Atelier", "Réparer"]
    assert find(filters={"places_left": left, "commune": frozenset({"redon"})}) == []


def test_a_mere_place_has_no_date_and_no_seat() -> None:
    assert find(filters={"commune": frozenset({"allaire"})}) == ["Atelier", "Mairie"]
    assert find(filters={"commune": frozenset({"allaire"}), "places_left": frozenset({"yes"})}) == ["Atelier"]


def test_a_date_that_is_over_is_not_found() -> None:
    later = dt.datetime(2026, 12, 6, tzinfo=dt.UTC)
    assert sorted(titles(ask(now=later, filters={"department": frozenset({"35"})}))) == []


def test_near_cuts_what_is_further() -> None:
    assert find(near=NEAR_REDON, within_km=10) == ["Atelier", "Mairie"]


def test_near_and_a_window_speak_of_the_same_date() -> None:
    tuesday = Window(dt.datetime(2026, 12, 8, tzinfo=dt.UTC), dt.datetime(2026, 12, 9, tzinfo=dt.UTC))
    assert find(near=NEAR_REDON, within_km=3, window=tuesday) == []
    assert find(near=NEAR_REDON, within_km=10, window=tuesday) == ["Atelier"]


def test_the_counts_of_a_facet_follow_every_filter_but_its_own() -> None:
    chosen = {"activity": frozenset({"workshop"}), "department": frozenset({"35"})}
    facets = ("activity", "organization", "commune", "department")
    answer = ask(now=NOW, filters=chosen, facets=facets)
    assert titles(answer) == ["Atelier"]
    assert answer.facets == {
        "activity": {"workshop": 1, "repair": 1},
        "organization": {"mulots": 1},
        "commune": {"redon": 1},
        "department": {"35": 1, "56": 1},
    }


def test_a_document_counts_once_for_a_value_that_several_of_its_dates_have() -> None:
    answer = ask(
        now=NOW, filters={"organization": frozenset({"mulots"})}, facets=("places_left", "department")
    )
    assert answer.facets == {"places_left": {"no": 1, "yes": 1}, "department": {"35": 1, "56": 1}}


def test_counts_follow_the_window() -> None:
    answer = ask(now=NOW, window=SATURDAY, facets=("commune",))
    assert answer.facets == {"commune": {"redon": 1, "rennes": 1}}


def test_the_soonest_date_that_matches_comes_first() -> None:
    assert titles(ask(now=NOW, sort="date")) == ["Atelier", "Réparer", "Mairie"]
    left = {"places_left": frozenset({"yes"})}
    assert titles(ask(now=NOW, sort="date", filters=left)) == ["Réparer", "Atelier"]


def test_the_nearest_date_that_matches_comes_first() -> None:
    make_document("Sans lieu")
    seen()
    assert titles(ask(now=NOW, sort="distance", near=NEAR_REDON)) == [
        "Atelier",
        "Mairie",
        "Réparer",
        "Sans lieu",
    ]


def test_equal_ones_come_by_their_keys_and_in_slices() -> None:
    every = list(SearchDocument.objects.order_by("pk").values_list("title", flat=True))
    assert titles(ask(now=NOW)) == every
    assert titles(ask(now=NOW, start=1, stop=2)) == every[1:2]
    assert ask(now=NOW, start=1, stop=2).total == 3
