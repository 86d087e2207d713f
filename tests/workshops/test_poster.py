"""A workshop as a poster: one address more, with a code that leads back to the page."""

import re

import pytest
import segno

from maillage.bookings.formats import format_day
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from workshops.templatetags.posters import qr_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    mulots = make_organization("Les Mulots", phone="02 61 91 10 10")
    return make_page(mulots, title="Trier ses photos", place=make_place(mulots, name="Salle du Lavoir"))


def poster(client, page):
    answer = client.get(f"{page.url}?poster")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_leads_to_its_poster(client, page):
    assert 'href="?poster"' in client.get(page.url).content.decode()


def test_the_poster_says_what_where_and_whom_to_call(client, page):
    html = poster(client, page)
    for words in ("Trier ses photos", "Salle du Lavoir", "Les Mulots", "02 61 91 10 10"):
        assert words in html


def test_the_poster_has_the_next_dates_that_take_place(client, page):
    kept, cancelled = make_session(page, in_days=3), make_session(page, in_days=4, status="cancelled")
    html = poster(client, page)
    assert format_day(kept.local_start.date()) in html
    assert format_day(cancelled.local_start.date()) not in html


def test_the_poster_hides_an_address_kept_for_registered_people(client, page):
    page.place.address_for_registered_only = True
    page.place.save()
    assert "Salle du Lavoir" not in poster(client, page)


def test_the_code_holds_the_address_of_the_page(client, page):
    assert str(qr_code(f"http://testserver{page.url}")) in poster(client, page)


def test_the_page_itself_carries_no_code(client, page):
    assert "<path transform" not in client.get(page.url).content.decode()


def test_a_code_is_drawn_with_the_margin_that_readers_ask_for():
    address = "https://reseau.example/ateliers/trier-ses-photos/"
    modules = segno.make(address, error="m").symbol_size(border=4)[0]
    assert f'viewBox="0 0 {modules} {modules}"' in qr_code(address)
    assert re.search(r'(fill|stroke)="#fff"', qr_code(address))


def test_a_poster_of_an_unpublished_page_is_not_there(client, page):
    address = f"{page.url}?poster"
    page.unpublish()
    assert client.get(address).status_code == 404


def test_reading_a_poster_writes_nothing_and_costs_little(client, page, django_assert_max_num_queries):
    make_session(page)
    with django_assert_max_num_queries(20):
        poster(client, page)
