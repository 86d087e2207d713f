"""Whatever is asked below `/api/v1/`, the answer is JSON; HEAD is GET without a body."""

import pytest
from django.urls import reverse

from config.api import api
from tests.bookings.factories import make_page, make_session
from tests.equipment.factories import ready_machine
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    organization = make_organization("Les Mulots")
    return make_session(make_page(organization, place=make_place(organization)))


def reads(session):
    """Every address of the API that can be read, each with what is there."""
    keys = {
        "session_id": str(session.public_id),
        "workshop_id": str(session.page_id),
        "place_id": str(session.place_id),
        "slug": session.organization.slug,
        "tag": ready_machine(session.organization).tag,
    }
    paths = [path for path, methods in api.get_openapi_schema()["paths"].items() if "get" in methods]
    return ["/api/v1/openapi.json", *(path.format_map(keys) for path in paths)]


@pytest.mark.parametrize("path", ["rien", "rien/", "rien/du/tout", "sessions/a/b/c", "", "é", "sessions/"])
@pytest.mark.parametrize("method", ["get", "post", "head", "delete"])
def test_an_unknown_address_answers_in_json(client, path, method):
    answer = getattr(client, method)(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


def test_an_unknown_address_says_so_in_french(client):
    assert client.get("/api/v1/rien").json() == {"detail": "Il n’y a rien à cette adresse."}


def test_a_page_of_the_site_is_still_told_as_a_page(client):
    assert client.get("/api/v9/rien/")["Content-Type"].startswith("text/html")


def test_everything_that_can_be_read_answers_to_head_as_to_get(client, session):
    seen = []
    for path in reads(session):
        whole, head = client.get(path), client.head(path)
        assert (whole.status_code, head.status_code, b"".join(head)) == (200, 200, b"")
        assert head.headers == whole.headers
        seen.append(path)
    assert len(seen) > 8


def test_head_of_what_is_not_there_is_not_found(client):
    assert client.head("/api/v1/sessions/0b8f8d62-7f05-4d3b-9c3e-0d8d4b5a3f10").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_wrong_method_is_refused_with_the_right_ones(client, method):
    answer = getattr(client, method)("/api/v1/sessions")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json() == {"detail": "Cette adresse répond seulement à : GET, HEAD."}


def test_an_address_to_write_to_does_not_claim_to_be_readable(client, session):
    answer = client.get(f"/api/v1/sessions/{session.public_id}/registrations")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("search?sort=age", "Envoyez l’une de ces valeurs : relevance, date, distance."),
        ("search?within_km=loin", "Envoyez un nombre."),
        ("search?within_km=0", "Envoyez plus que 0.0."),
        ("sessions?from=2027-03-31T10:00:00", "Envoyez une date comme 2027-03-31."),
    ],
)
def test_a_wrong_value_is_told_in_french_with_what_to_send(client, asked, sentence):
    answer = client.get(f"/api/v1/{asked}")
    (sentences,) = answer.json()["errors"].values()
    assert (answer.status_code, [text.replace("\xa0", " ") for text in sentences]) == (422, [sentence])


def test_the_names_of_the_addresses_are_kept():
    assert reverse("api:openapi-json") == "/api/v1/openapi.json"
