"""What other sites read of places and organisations."""

import pytest
from wagtail.models import PageViewRestriction

from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db

PLACES = "/api/v1/places"
ORGANIZATIONS = "/api/v1/organizations"


@pytest.fixture
def organization():
    return make_organization("Les Mulots", role="Apprendre.", phone="02 61 91 00 10")


@pytest.fixture
def hall(organization):
    return make_place(
        organization,
        name="Salle des fêtes",
        postal_code="35600",
        street="3 rue des Forges",
        latitude="47.651000",
        longitude="-2.084000",
        access="Devant la mairie.",
    )


def test_a_place_tells_all_that_anybody_may_read(client, hall, organization):
    assert client.get(f"{PLACES}/{hall.pk}").json() == {
        "id": hall.pk,
        "name": "Salle des fêtes",
        "commune": "Redon",
        "postal_code": "35600",
        "address_lines": ["Salle des fêtes", "3 rue des Forges", "35600 Redon"],
        "address_for_registered_only": False,
        "geo": {"latitude": 47.651, "longitude": -2.084},
        "phone": "",
        "access": "Devant la mairie.",
        "url": "http://testserver/lieux/redon-salle-des-fetes/",
        "organization": {
            "id": organization.pk,
            "name": "Les Mulots",
            "slug": "les-mulots",
            "url": "http://testserver/membres/les-mulots/",
        },
    }


def test_a_hidden_place_tells_its_commune_only(client, organization):
    place = make_place(
        organization, name="Secret", street="Secret", access="Secret", address_for_registered_only=True
    )
    response = client.get(f"{PLACES}/{place.pk}")
    assert "Secret" not in response.content.decode()
    assert response.json()["address_lines"] == ["Redon"]


def test_the_list_counts_all_and_gives_a_part(client, organization):
    for commune in ("Allaire", "Béganne", "Redon"):
        make_place(organization, commune=commune)
    answer = client.get(PLACES, {"limit": 1, "offset": 1}).json()
    assert (answer["count"], [item["commune"] for item in answer["items"]]) == (3, ["Béganne"])


def test_the_list_can_be_of_one_commune(client, organization):
    make_place(organization, commune="Allaire")
    make_place(organization, commune="Redon")
    answer = client.get(PLACES, {"commune": "allaire"}).json()
    assert [item["commune"] for item in answer["items"]] == ["Allaire"]


def test_the_list_can_be_of_one_organization(client, hall):
    make_place(make_organization("Dépan’tek"), commune="Peillac")
    answer = client.get(PLACES, {"organization": "depantek"}).json()
    assert [item["commune"] for item in answer["items"]] == ["Peillac"]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("limit=0", "limit", "Envoyez 1 ou plus."),
        ("limit=101", "limit", "Envoyez 100 ou moins."),
        ("limit=dix", "limit", "Envoyez un nombre entier."),
        ("offset=-1", "offset", "Envoyez 0 ou plus."),
        ("offset=99999999999999999999999", "offset", "Envoyez 100000 ou moins."),
        (f"commune={'x' * 121}", "commune", "Envoyez 120 signes au plus."),
        ("commune=%00", "commune", "Ce texte contient des signes qui ne sont pas acceptés."),
    ],
)
def test_bad_input_says_what_to_send(client, query, field, message):
    response = client.get(f"{PLACES}?{query}")
    assert (response.status_code, response.json()["errors"]) == (422, {field: [message]})


def test_an_error_has_a_sentence_for_people(client):
    assert client.get(f"{PLACES}?limit=0").json()["detail"] == "Corrigez les valeurs ci-dessous."


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 30, "%00", "1.5"])
def test_a_key_that_cannot_be_is_refused(client, key):
    assert client.get(f"{PLACES}/{key}").status_code == 422


def test_an_unknown_place_is_not_found_in_french(client):
    response = client.get(f"{PLACES}/999999")
    assert (response.status_code, response.json()) == (404, {"detail": "Il n’y a rien à cette adresse."})


def test_the_organizations_are_listed(client, organization):
    assert client.get(ORGANIZATIONS).json() == {
        "count": 1,
        "items": [
            {
                "id": organization.pk,
                "name": "Les Mulots",
                "slug": "les-mulots",
                "url": "http://testserver/membres/les-mulots/",
                "kind": "association",
                "role": "Apprendre.",
                "phone": "02 61 91 00 10",
                "phone_hours": "",
                "email": "",
                "website": "",
            }
        ],
    }


def test_an_unpublished_organization_is_not_listed(client, organization):
    organization.page.unpublish()
    assert client.get(ORGANIZATIONS).json()["count"] == 0


@pytest.mark.parametrize("address", [PLACES, ORGANIZATIONS])
def test_reading_sets_no_cookie_and_has_an_etag(client, hall, address):
    response = client.get(address)
    assert not response.cookies
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", [PLACES, ORGANIZATIONS])
def test_reading_a_hundred_costs_ten_queries_at_most(client, address, django_assert_max_num_queries):
    for number in range(20):
        make_place(make_organization(f"Association {number}"), commune=f"Commune {number}")
    client.get(address)
    with django_assert_max_num_queries(10):
        client.get(address, {"limit": 100})


def test_the_document_is_openapi_3_1(client):
    document = client.get("/api/v1/openapi.json").json()
    assert (document["openapi"], document["info"]["title"]) == ("3.1.0", "Maillage")
    assert {"/api/v1/places", "/api/v1/places/{place_id}", "/api/v1/organizations"} <= set(document["paths"])


def test_wagtails_own_api_gives_published_pages(client, organization):
    answer = client.get("/api/v2/pages/", {"type": "places.OrganizationPage"}).json()
    assert [item["title"] for item in answer["items"]] == ["Les Mulots"]


def test_wagtails_own_api_keeps_restricted_pages(client, organization):
    PageViewRestriction.objects.create(page=organization.page, restriction_type="login")
    assert client.get("/api/v2/pages/", {"type": "places.OrganizationPage"}).json()["items"] == []


def test_wagtails_own_api_has_a_limit(client):
    assert client.get("/api/v2/pages/", {"limit": 1000}).status_code == 400
