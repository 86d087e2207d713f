"""Real workshops are narrowed by price, accessibility, audience, topic and organisation, on each engine."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maillage.places.models import Organization
from search.changes import settle
from search.contract import SearchQuery, SearchResults
from search.query import search
from tests.bookings.factories import make_page
from tests.places.factories import make_organization
from tests.search.engine.seeing import seen
from workshops.models import Topic

pytestmark = pytest.mark.django_db

PHOTO, MAIL, TABLET = "Atelier photo", "Atelier courriel", "Atelier tablette"
ON_THE_SERVER = [pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch")]

EVERYTHING = {
    "organization": {"les-mulots": 2, "la-bidouille": 2},
    "topic": {"images": 2, "messages": 1},
    "audience": {"beginner": 2, "everyday": 1, "children": 1},
    "price": {"free": 2, "contribution": 1},
    "accessibility": {"step_free": 2, "hearing_loop": 1},
}
# What each choice finds, and the counts that it changes beside its own.
CHOICES: dict[tuple[str, str], tuple[list[str], dict[str, dict[str, int]]]] = {
    ("organization", "la-bidouille"): (
        [MAIL, TABLET],
        {
            "topic": {"images": 1, "messages": 1},
            "audience": {"beginner": 1, "everyday": 1, "children": 1},
            "price": {"free": 1, "contribution": 1},
            "accessibility": {"step_free": 1, "hearing_loop": 1},
        },
    ),
    ("topic", "images"): (
        [PHOTO, TABLET],
        {
            "organization": {"les-mulots": 1, "la-bidouille": 1},
            "audience": {"beginner": 2},
            "price": {"free": 1, "contribution": 1},
            "accessibility": {"step_free": 1},
        },
    ),
    ("audience", "children"): (
        [MAIL],
        {
            "organization": {"les-mulots": 1, "la-bidouille": 1},
            "topic": {"messages": 1},
            "price": {"free": 1},
            "accessibility": {"step_free": 1, "hearing_loop": 1},
        },
    ),
    ("price", "free"): (
        [MAIL, PHOTO],
        {
            "organization": {"les-mulots": 2, "la-bidouille": 1},
            "topic": {"images": 1, "messages": 1},
            "audience": {"beginner": 1, "everyday": 1, "children": 1},
        },
    ),
    ("accessibility", "step_free"): (
        [MAIL, PHOTO],
        {
            "organization": {"les-mulots": 2, "la-bidouille": 1},
            "topic": {"images": 1, "messages": 1},
            "audience": {"beginner": 1, "everyday": 1, "children": 1},
            "price": {"free": 2},
        },
    ),
}


def make_workshop(organization: Organization, title: str, topic: Topic, **fields: Any) -> Any:
    """A published workshop about one topic."""
    page = make_page(organization, title=title, **fields)
    page.topics = [topic]
    page.save()
    return page


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=ON_THE_SERVER)], autouse=True)
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that answers; it knows three workshops of two associations, one of which helps the other."""
    if request.param == "elasticsearch":
        request.getfixturevalue("backend")
    mulots, bidouille = make_organization("Les Mulots"), make_organization("La Bidouille")
    images = Topic.objects.create(name="Images", slug="images")
    messages = Topic.objects.create(name="Messages", slug="messages")
    make_workshop(mulots, PHOTO, images, accessibility=["step_free"])
    mail = make_workshop(
        mulots, MAIL, messages, level="everyday", age_from=8, accessibility=["step_free", "hearing_loop"]
    )
    mail.co_organizers = [bidouille]
    mail.save()
    make_workshop(bidouille, TABLET, images, price_kind="contribution")
    (seen if request.param == "elasticsearch" else settle)()
    return str(request.param)


def find(engine: str, **filters: str) -> SearchResults:
    """What `engine`, and no other, finds for « atelier »."""
    found = search(SearchQuery("atelier", filters={key: [value] for key, value in filters.items()}))
    assert found.engine == engine
    return found


def titles(found: SearchResults) -> list[str]:
    """The titles in alphabetical order."""
    return sorted(result.title for result in found.results)


def counts(found: SearchResults) -> dict[str, dict[str, int]]:
    """The counts of the facets of workshops."""
    facets = {facet.key: {one.value: one.count for one in facet.values} for facet in found.facets}
    return {key: facets[key] for key in EVERYTHING}


def test_without_a_choice_every_workshop_counts(engine: str) -> None:
    found = find(engine)
    assert titles(found) == [MAIL, PHOTO, TABLET]
    assert counts(found) == EVERYTHING


@pytest.mark.parametrize("choice", CHOICES, ids="=".join)
def test_a_choice_narrows_and_the_other_counts_follow_it(engine: str, choice: tuple[str, str]) -> None:
    wanted, changed = CHOICES[choice]
    found = find(engine, **dict([choice]))
    assert titles(found) == wanted
    assert counts(found) == {**EVERYTHING, **changed}


def test_each_of_two_choices_counts_under_the_other(engine: str) -> None:
    found = find(engine, price="free", topic="images")
    assert titles(found) == [PHOTO]
    assert counts(found) == {
        "organization": {"les-mulots": 1},
        "topic": {"images": 1, "messages": 1},
        "audience": {"beginner": 1},
        "price": {"free": 1, "contribution": 1},
        "accessibility": {"step_free": 1},
    }


def test_the_page_offers_each_way_in_words_and_narrows_by_its_address(client: Client) -> None:
    page = client.get("/recherche/?q=atelier&price=contribution").content.decode()
    assert "tablette" in page
    assert "courriel" not in page
    for words in ("Gratuit", "Participation libre", "Images", "La Bidouille"):
        assert words in page
