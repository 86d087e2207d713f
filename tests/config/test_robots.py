"""Search engines find the public pages, and are asked to leave alone what is nobody's to list."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.bookings.factories import make_page
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_page(make_organization("Les Mulots"))


def _listed(client) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    return re.findall(r"<loc>https?://[^/]+(.*?)</loc>", answer.content.decode())


def test_public_pages_and_screens_are_on_the_map(client, page) -> None:
    listed = _listed(client)
    assert page.url in listed
    assert "/agenda/" in listed


def test_every_address_of_the_map_answers(client, page) -> None:
    assert {client.get(path).status_code for path in _listed(client)} == {200}


def test_a_page_behind_a_password_is_not_on_the_map(client, page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="roseau")
    assert page.url not in _listed(client)


def test_an_unpublished_page_is_not_on_the_map(client, page) -> None:
    page.unpublish()
    assert page.url not in _listed(client)


def test_the_map_asks_as_much_for_many_pages(client, page) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")
        return len(captured)

    queries()
    few = queries()
    for number in range(5):
        make_page(page.organization, title=f"Atelier {number}", slug=f"atelier-{number}")
    assert queries() == few


def test_robots_are_shown_the_map_and_kept_from_own_pages(client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /mon-inscription/", "Disallow: /inscription/"} <= set(lines)
