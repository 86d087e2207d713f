"""The pages of the directory."""

import pytest
from wagtail import hooks
from wagtail.models import Page

from maillage.places.models import OrganizationLink
from tests.places.factories import make_index_page, make_organization, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization(
        "La Vilaine Bidouille",
        role="Fabriquer soi-même.",
        phone="02 61 91 00 20",
        phone_hours="L’après-midi",
        email="bonjour@bidouille.example",
        website="https://bidouille.example/",
        presentation="<p>Un atelier ouvert.</p>",
    )


def page_of(client, organization):
    return client.get(organization.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "<h1>La Vilaine Bidouille</h1>",
        "Fabriquer soi-même.",
        'href="tel:0261910020"',
        "L’après-midi",
        'href="mailto:bonjour@bidouille.example"',
        'href="https://bidouille.example/"',
        "Un atelier ouvert.",
        "Association",
    ],
)
def test_the_page_tells(client, organization, text):
    assert text in page_of(client, organization)


def test_the_page_shows_its_links(client, organization):
    OrganizationLink.objects.create(organization=organization, label="Lettre", url="https://lettre.example/")
    assert '<a href="https://lettre.example/" rel="noreferrer">Lettre</a>' in page_of(client, organization)


def test_the_page_shows_what_is_published_below_it(client, organization):
    organization.page.add_child(instance=Page(title="Notre charte", slug="charte"))
    assert "Notre charte" in page_of(client, organization)


def test_the_page_does_not_show_a_draft(client, organization):
    organization.page.add_child(instance=Page(title="Brouillon", slug="brouillon", live=False))
    assert "Brouillon" not in page_of(client, organization)


def test_the_page_shows_its_places(client, organization):
    make_place(organization, name="L’Établi")
    assert "L’Établi" in page_of(client, organization)


def test_the_page_leads_back_to_the_list(client, organization):
    assert '<a href="/membres/">Les membres</a>' in page_of(client, organization)


def test_a_plugin_adds_a_section(client, organization):
    def section(request, organization, place):
        return "places/_phone.html", {"phone": f"place: {place}"}

    def register():
        return section

    with hooks.register_temporarily("register_organization_sections", register):
        assert "place: None" in page_of(client, organization)


def test_the_list_shows_each_organization_that_is_published(client, organization):
    gone = make_organization("Partie")
    gone.page.unpublish()
    html = client.get(make_index_page().url).content.decode()
    assert "La Vilaine Bidouille" in html
    assert "Partie" not in html


def test_the_list_says_when_it_is_empty(client):
    assert "Aucune structure" in client.get(make_index_page().url).content.decode()


def test_the_list_costs_the_same_for_many_organizations(client, django_assert_max_num_queries):
    index = make_index_page()
    for number in range(30):
        make_organization(f"Association {number}")
    client.get(index.url)
    with django_assert_max_num_queries(15):
        client.get(index.url)


def test_the_initials_stand_for_a_logo(organization):
    assert organization.initials == "LVB"


def test_an_unpublished_organization_has_no_address(organization):
    organization.page.unpublish()
    organization.page.refresh_from_db()
    assert organization.get_absolute_url() == ""
