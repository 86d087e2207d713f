"""Pages are found as Wagtail finds them, by fewer queries."""

import pytest
from django.core.cache import cache
from wagtail.models import Page, Site

from tests.bookings.factories import make_page
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_page(make_organization("Les Mulots"))


def test_a_page_is_found_however_deep_it_lies(client, page) -> None:
    assert client.get(page.url).context["page"] == page


def test_a_page_below_an_unpublished_one_is_found_as_wagtail_does(client, page) -> None:
    Page.objects.filter(pk=page.get_parent().pk).update(live=False)
    assert client.get(page.url).status_code == 200


def test_an_unpublished_page_is_not_found(client, page) -> None:
    page.unpublish()
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("address", ["/rien/", "/membres/rien/", "/membres/les-mulots/rien/du/tout/"])
def test_an_address_without_a_page_is_not_found(client, page, address) -> None:
    assert client.get(address).status_code == 404


def test_finding_a_deep_page_costs_as_much_as_a_shallow_one(
    client, page, django_assert_max_num_queries
) -> None:
    client.get(page.url)
    with django_assert_max_num_queries(14):
        client.get(page.url)


def test_another_root_page_is_served_at_once(client, page) -> None:
    client.get("/")
    site = Site.objects.get()
    site.root_page = page.get_parent()
    site.save()
    assert client.get(f"/{page.slug}/").context["page"] == page


def test_two_sites_are_told_apart(client, page) -> None:
    Site.objects.create(hostname="mulots.example", root_page=page.get_parent())
    cache.clear()
    answer = client.get(f"/{page.slug}/", headers={"host": "mulots.example"})
    assert answer.context["page"] == page
    assert client.get(f"/{page.slug}/").status_code == 404
