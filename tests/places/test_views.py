"""What residents read of places."""

import json
import re

import pytest
from django.urls import reverse
from django.utils.safestring import mark_safe
from wagtail import hooks

from maillage.places.models import Place
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization("Les Mulots", phone="02 61 91 00 10", phone_hours="Le matin")


@pytest.fixture
def hall(organization):
    return make_place(
        organization,
        name="Salle des fêtes",
        postal_code="35600",
        street="3 rue des Forges",
        latitude="47.651000",
        longitude="-2.084000",
        phone="02 61 91 00 11",
        access="Arrêt de car devant la porte.",
    )


@pytest.fixture
def hidden(organization):
    return make_place(
        organization,
        commune="Allaire",
        name="Chez un habitant",
        street="1 impasse du Secret",
        lieu_dit="Le Secret",
        latitude="47.630000",
        longitude="-2.160000",
        access="Sonner chez Secret.",
        address_for_registered_only=True,
    )


def page_of(client, place):
    return client.get(place.get_absolute_url()).content.decode()


def structured_data(html):
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1)
    )


def test_the_address_of_a_card_comes_from_the_commune_and_the_name(hall):
    assert hall.get_absolute_url() == "/lieux/redon-salle-des-fetes/"


def test_the_same_name_in_the_same_commune_gets_another_address(hall, organization):
    assert make_place(organization, name="Salle des fêtes").slug == "redon-salle-des-fetes-2"


def test_the_address_of_a_hidden_place_tells_the_commune_only(hidden):
    assert hidden.get_absolute_url() == "/lieux/allaire/"


def test_an_address_stays_when_the_name_changes(hall):
    hall.name = "Grande salle"
    hall.save()
    assert Place.objects.get(pk=hall.pk).slug == "redon-salle-des-fetes"


@pytest.mark.parametrize(
    "text",
    [
        "3 rue des Forges",
        "35600 Redon",
        "Arrêt de car devant la porte.",
        'href="tel:0261910011"',
        'href="tel:0261910010"',
        "Le matin",
        "https://www.openstreetmap.org/?mlat=47.651&amp;mlon=-2.084#map=17/47.651/-2.084",
        'href="/membres/les-mulots/"',
    ],
)
def test_a_card_tells(client, hall, text):
    assert text in page_of(client, hall)


def test_a_card_asks_nothing_of_another_site(client, hall):
    assert not re.search(r'(src|action)="(https?:)?//', page_of(client, hall))


def test_a_card_tells_search_engines_where_it_is(client, hall):
    data = structured_data(page_of(client, hall))
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 47.651, "longitude": -2.084}
    assert data["address"]["streetAddress"] == "3 rue des Forges"
    assert data["url"] == "http://testserver/lieux/redon-salle-des-fetes/"


def test_a_name_cannot_leave_the_data_it_is_in(client, organization):
    place = make_place(organization, name="</script><script>alert(1)</script>")
    html = page_of(client, place)
    assert "<script>alert" not in html
    assert structured_data(html)["name"].startswith("</script>")


@pytest.mark.parametrize("text", ["Secret", "habitant", "47.63", "openstreetmap"])
def test_the_card_of_a_hidden_place_keeps_the_address(client, hidden, text):
    assert text not in page_of(client, hidden)


def test_the_card_of_a_hidden_place_says_how_to_get_the_address(client, hidden):
    assert "aux personnes inscrites" in page_of(client, hidden)


def test_the_list_keeps_the_address_of_a_hidden_place(client, hidden):
    html = client.get("/lieux/").content.decode()
    assert "Allaire" in html
    assert "Secret" not in html


def test_an_unknown_place_is_not_found(client):
    assert client.get("/lieux/nulle-part/").status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "x", "99999999999999999999", "%00"])
def test_a_page_of_the_list_that_is_not_there_is_not_found(client, hall, page):
    assert client.get(f"/lieux/?page={page}").status_code == 404


def test_the_list_says_when_it_is_empty(client):
    assert "Aucun lieu" in client.get("/lieux/").content.decode()


def test_the_list_costs_the_same_for_many_places(client, organization, django_assert_max_num_queries):
    for number in range(60):
        make_place(organization, name=f"Salle {number}")
    client.get("/lieux/")
    with django_assert_max_num_queries(8):
        client.get("/lieux/")


def test_a_card_sets_no_cookie_and_has_an_etag(client, hall):
    response = client.get(hall.get_absolute_url())
    assert not response.cookies
    assert client.get(hall.get_absolute_url(), headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_plugin_adds_a_section_to_the_card(client, hall):
    def register():
        def section(request, organization, place):
            return "places/_phone.html", {"phone": f"{organization} {place.pk}"}

        return section

    with hooks.register_temporarily("register_organization_sections", register):
        assert f"Les Mulots {hall.pk}" in page_of(client, hall)


def say_nothing(request, organization, place):
    return None


def test_a_plugin_with_nothing_to_say_adds_nothing(client, hall):
    before = page_of(client, hall)
    with hooks.register_temporarily("register_organization_sections", lambda: say_nothing):
        assert page_of(client, hall) == before


def test_the_list_has_a_name(hall):
    assert reverse("places:place_list") == "/lieux/"


def test_markup_in_a_name_is_shown_as_text(client, organization):
    place = make_place(organization, name=mark_safe("<b>Salle</b>"))
    assert "<b>Salle</b>" not in page_of(client, place)
