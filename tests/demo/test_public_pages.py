"""Every public page of a demo forced upon a production site, read once each."""

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from demo.accounts import usable_accounts
from maillage.bookings.models import Session
from maillage.places.models import Place
from tests.demo.runs import demo_for_a_module

MOST_QUERIES = 20
MOST_BYTES = 100_000
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\d.])(?:\+33[ \u00a0]?|0)[1-9](?:[ \u00a0]?\d\d){4}(?!\d)")
FICTION = ("26191", "63998")
# The « Défenseur des droits », whom every accessibility statement names.
PUBLIC_BODY = "969390000"


@dataclass
class Visit:
    """One page as an anonymous visitor reads it."""

    path: str
    response: HttpResponse
    statements: list[str]

    @property
    def text(self) -> str:
        return self.response.content.decode()


@pytest.fixture(scope="module")
def visits(django_db_setup, django_db_blocker):
    with demo_for_a_module(django_db_blocker, debug=False, force=True):
        yield [_visit(path) for path in _public_paths()]


pytestmark = pytest.mark.django_db


def _public_paths():
    paths = [page.url for page in Page.objects.live().public().filter(depth__gt=1).specific()]
    paths += [place.get_absolute_url() for place in Place.objects.all()]
    first_dates = {session.page_id: session for session in Session.objects.upcoming().reverse()}
    paths += [reverse("bookings:session", args=[session.public_id]) for session in first_dates.values()]
    return [*paths, reverse("bookings:agenda"), reverse("search:search")]


def _visit(path):
    """Read `path` with nothing in any cache, as the first visitor of a process does."""
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(path)
    return Visit(path, response, [query["sql"] for query in captured])


def _paths_where(visits, is_wrong):
    return [visit.path for visit in visits if is_wrong(visit)]


def test_every_page_answers(visits):
    assert len(visits) > 40
    assert _paths_where(visits, lambda visit: visit.response.status_code != 200) == []


def test_every_page_says_that_its_dates_do_not_exist(visits):
    said = re.compile(r"Démonstration\s: ces dates n’existent pas")

    assert _paths_where(visits, lambda visit: not said.search(visit.text)) == []


def test_search_engines_are_asked_to_leave_every_page_out(visits):
    assert (
        _paths_where(visits, lambda visit: '<meta name="robots" content="noindex">' not in visit.text) == []
    )


def test_reading_writes_nothing_in_a_cold_database(visits):
    written = [sql for visit in visits for sql in visit.statements if WRITES.match(sql)]

    assert written == []


def test_no_page_needs_more_than_twenty_queries_even_in_a_cold_process(visits):
    assert _paths_where(visits, lambda visit: len(visit.statements) > MOST_QUERIES) == []


def test_no_page_sets_a_cookie(visits):
    assert _paths_where(visits, lambda visit: visit.response.cookies) == []


def test_no_page_is_heavier_than_a_hundred_kilobytes(visits):
    assert _paths_where(visits, lambda visit: len(visit.response.content) > MOST_BYTES) == []


def test_no_page_shows_a_real_e_mail_address(visits):
    addresses = {address for visit in visits for address in EMAIL.findall(visit.text)}

    assert addresses
    assert [address for address in addresses if not address.endswith(".example")] == []


def test_no_page_shows_a_real_phone_number(visits):
    numbers = {_national(number) for visit in visits for number in PHONE.findall(visit.text)}

    assert numbers
    assert [number for number in numbers if not number.startswith(FICTION)] == [PUBLIC_BODY]


def test_every_picture_says_what_it_shows_and_was_made_before_anybody_came(visits):
    pictures = [tag for visit in visits for tag in re.findall(r"<img[^>]*>", visit.text)]

    assert pictures
    assert [tag for tag in pictures if "width-900" not in tag or not re.search(r'alt="[^"]+"', tag)] == []


def test_a_hidden_address_stays_hidden(visits):
    assert _paths_where(visits, lambda visit: "volets verts" in visit.text) == []


def test_no_account_is_made_in_production(visits):
    assert not get_user_model().objects.exists()
    assert usable_accounts() == []


def _national(number):
    return re.sub(r"\D", "", number).removeprefix("33").removeprefix("0")
