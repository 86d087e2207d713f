"""A workshop copied in the admin: its words, without its dates and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from maillage.bookings.models import Session
from tests.places.factories import make_editor, make_organization
from workshops.models import WorkshopPage

from .factories import enroll, make_cycle, make_page, make_session

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def copy(client: Client, page: WorkshopPage, **asked: str) -> tuple[WorkshopPage, str]:
    """Copy `page` as an editor does; return the copy and what the next screen says."""
    data = {
        "new_title": "Trier ses photos, au printemps",
        "new_slug": "au-printemps",
        "new_parent_page": str(page.get_parent().pk),
        **asked,
    }
    response = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data, follow=True)
    return WorkshopPage.objects.get(slug="au-printemps"), response.content.decode()


@pytest.fixture
def page(client: Client) -> WorkshopPage:
    organization = make_organization()
    client.force_login(make_editor(organization))
    return make_page(organization)


def test_a_copy_is_a_draft_without_dates_nor_people_and_asks_for_dates(client: Client, page) -> None:
    enroll(make_session(page))
    enroll(make_cycle(page, capacities=(3, 3))[0])
    before = Session.objects.count()
    page.facilitators.create(first_name="Maëlle")
    copied, html = copy(client, page)
    assert (copied.live, copied.sessions.count(), copied.session_series.count()) == (False, 0, 0)
    assert Session.objects.count() == before
    assert copied.introduction == page.introduction
    assert "La copie n’a aucune date" in html
    assert reverse("bookings_dates", args=[copied.pk]) in html


def test_a_copy_that_is_published_at_once_shows_no_date_either(client: Client, page) -> None:
    make_session(page)
    assert "session-card" in client.get(page.url).content.decode()
    copied, _html = copy(client, page, publish_copies="on")
    assert copied.live
    assert "session-card" not in client.get(copied.url).content.decode()


def test_the_page_that_was_copied_keeps_its_dates(client: Client, page) -> None:
    session = make_session(page)
    copy(client, page)
    assert list(page.sessions.all()) == [session]
