"""The front page: what it shows, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import HomePage
from maillage.bookings.models import BookingMode, SessionStatus
from tests.bookings import factories as bookings
from tests.home.factories import make_site
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture
def home() -> HomePage:
    page = make_site(headline="Un coup de main près de chez vous", phone="02 61 91 00 00")
    for number in range(6):
        organization = make_organization(f"Association {number}")
        bookings.make_session(bookings.make_page(organization), in_days=number + 1)
    return page


def test_it_says_the_large_sentence_as_the_only_main_title(home: HomePage, client: Client) -> None:
    html = client.get("/").content.decode()

    assert html.count("<h1") == 1
    assert "<h1>Un coup de main près de chez vous</h1>" in html


def test_its_search_box_leads_to_the_search_page(home: HomePage, client: Client) -> None:
    html = client.get("/").content.decode()

    assert 'action="/recherche/"' in html
    assert 'name="q"' in html


def test_it_shows_six_dates_at_most_soonest_first(home: HomePage, client: Client) -> None:
    bookings.make_session(in_days=40)

    sessions = client.get("/").context["sessions"]

    assert len(sessions) == 6
    assert sessions == sorted(sessions, key=lambda session: session.start)


def test_a_date_by_phone_only_has_no_button_to_register(client: Client) -> None:
    make_site()
    organization = make_organization("Les Mulots", phone="02 61 91 00 10")
    session = bookings.make_session(bookings.make_page(organization, booking_mode=BookingMode.PHONE))

    html = client.get("/").content.decode()

    assert f"/inscription/{session.public_id}/" not in html
    assert 'href="tel:' in html


def test_a_date_cancelled_today_is_said_first_with_its_reason(home: HomePage, client: Client) -> None:
    bookings.make_session(in_days=0, status=SessionStatus.CANCELLED, status_reason="L’animatrice est malade")

    html = client.get("/").content.decode()

    assert html.index("L’animatrice est malade") < html.index("Les prochaines dates")


def test_a_date_of_tomorrow_that_is_cancelled_says_so_on_its_card(client: Client) -> None:
    make_site()
    for in_days, reason in ((1, "Pour demain"), (3, "Pour plus tard")):
        bookings.make_session(in_days=in_days, status=SessionStatus.CANCELLED, status_reason=reason)

    html = client.get("/").content.decode()

    assert "Annulé. Pour demain" in html
    assert "Pour plus tard" not in html


def test_the_dates_of_a_private_page_stay_private(home: HomePage, client: Client) -> None:
    page = bookings.make_page(title="Réunion du bureau")
    bookings.make_session(page, in_days=0.5)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert "Réunion du bureau" not in client.get("/").content.decode()


def test_without_any_date_it_says_so_in_a_sentence(client: Client) -> None:
    make_site()

    assert "Aucune date n’est encore annoncée" in client.get("/").content.decode()


def test_members_can_be_left_out(home: HomePage, client: Client) -> None:
    home.shows_members = False
    home.save()

    assert "Qui organise" not in client.get("/").content.decode()


def test_it_takes_twenty_queries_at_most_and_writes_nothing_on_a_cold_start(
    home: HomePage, client: Client
) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get("/")

    statements = [query["sql"] for query in captured.captured_queries]
    assert len(statements) <= 20
    assert [sql for sql in statements if sql.lstrip().upper().startswith(WRITES)] == []


def test_it_sets_no_cookie(home: HomePage, client: Client) -> None:
    assert not client.get("/").cookies


def test_it_weighs_less_than_a_hundred_kilobytes(home: HomePage, client: Client) -> None:
    assert len(client.get("/").content) <= 100_000


def test_more_members_do_not_cost_more_queries(home: HomePage, client: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(10):
        make_organization(f"Nouvelle {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert len(many) <= len(few)
