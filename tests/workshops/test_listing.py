"""Editors find their workshops with the next date, the seats and who organises."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.bookings.formats import format_day
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_editor, make_organization, make_superuser
from tests.workshops.factories import make_workshop_index

pytestmark = pytest.mark.django_db

LISTING = "workshops:index"


@pytest.fixture
def mulots():
    return make_organization("Les Mulots")


@pytest.fixture
def editor(client, mulots):
    client.force_login(make_editor(mulots))
    return client


def read(client, address=None):
    answer = client.get(address or reverse(LISTING))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_workshop_says_when_people_come_next_and_what_is_left(editor, mulots):
    page = make_page(mulots, title="Trier ses photos")
    make_session(page, in_days=-5)
    session = make_session(page, in_days=5, capacity=4)
    make_session(page, in_days=9, capacity=30)
    enroll(session)
    html = read(editor)
    assert "Trier ses photos" in html
    assert format_day(session.local_start.date()) in html
    assert "encore 3 places" in html
    assert "encore 30 places" not in html


def test_a_cancelled_date_is_not_the_next_one(editor, mulots):
    session = make_session(make_page(mulots), status="cancelled")
    assert format_day(session.local_start.date()) not in read(editor)


def test_a_workshop_without_a_date_is_there_all_the_same(editor, mulots):
    make_page(mulots, title="Trier ses photos")
    assert "Trier ses photos" in read(editor)


def test_the_lead_organization_is_named(client, mulots):
    make_page(mulots)
    make_page(make_organization("Dépan’tek"))
    client.force_login(make_superuser())
    html = read(client)
    assert "Les Mulots" in html
    assert "Dépan’tek" in html


def test_the_workshops_of_others_are_not_there(editor):
    make_page(make_organization("Dépan’tek"), title="Souder sans trembler")
    assert "Souder sans trembler" not in read(editor)


def test_workshops_are_found_by_their_title(editor, mulots):
    make_session(make_page(mulots, title="Trier ses photos"), capacity=7)
    make_page(mulots, title="Écrire un courriel")
    html = read(editor, f"{reverse(LISTING)}?q=photos")
    assert "encore 7 places" in html
    assert "Écrire un courriel" not in html


def test_the_menu_leads_to_the_list(editor):
    assert reverse(LISTING) in editor.get("/admin/").content.decode()


def test_the_explorer_below_the_index_has_the_same_columns(client, mulots):
    index = make_workshop_index()
    page = make_page(mulots, title="Trier ses photos")
    page.move(index, pos="last-child")
    make_session(page, capacity=7)
    client.force_login(make_superuser())
    html = read(client, reverse("wagtailadmin_explore", args=[index.pk]))
    assert "encore 7 places" in html


def test_the_report_on_page_types_has_them_too(client, mulots):
    make_session(make_page(mulots), capacity=7)
    client.force_login(make_superuser())
    address = reverse("wagtailadmin_pages:type_use", args=["workshops", "workshoppage"])
    assert "encore 7 places" in read(client, address)


def test_more_workshops_cost_no_more_queries(client, mulots):
    client.force_login(make_superuser())

    def cost():
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    make_session(make_page(mulots))
    read(client)
    few = cost()
    for number in range(10):
        make_session(make_page(make_organization(f"Structure {number}")))
    assert cost() <= few
