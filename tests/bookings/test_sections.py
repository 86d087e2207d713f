"""« Prochaines dates » on the page of an organisation and on the card of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string

from maillage.bookings.public.agenda import MOST_DATES, next_dates_section
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

    from maillage.bookings.models import Session


pytestmark = pytest.mark.django_db


def shown(rf: RequestFactory, *about: object) -> list[Session]:
    """The dates of the section about an organisation, or about a place of it."""
    section = next_dates_section(rf.get("/"), *about)
    return section[1]["sessions"] if section else []


def test_an_organisation_shows_its_own_dates_soonest_first(rf: RequestFactory) -> None:
    ours, theirs = make_organization("Les Mulots"), make_organization("Dépan'tek")
    page = make_page(ours)
    late, soon = make_session(page, in_days=9), make_session(page, in_days=2)
    make_session(page, in_days=-2)
    make_session(make_page(theirs))
    assert shown(rf, ours, None) == [soon, late]


def test_a_place_shows_whoever_comes_there(rf: RequestFactory) -> None:
    ours, theirs = make_organization("Les Mulots"), make_organization("Dépan'tek")
    place = make_place(ours)
    visit = make_session(make_page(theirs, place=place))
    make_session(make_page(ours))
    assert shown(rf, ours, place) == [visit]


def test_a_draft_is_not_announced(rf: RequestFactory) -> None:
    organization = make_organization()
    page = make_page(organization)
    make_session(page)
    page.unpublish()
    assert next_dates_section(rf.get("/"), organization, None) is None


def test_a_few_dates_are_enough_and_the_agenda_has_the_others(rf: RequestFactory) -> None:
    organization = make_organization("Les Mulots")
    page = make_page(organization)
    for days in range(1, MOST_DATES + 3):
        make_session(page, in_days=days)
    template, context = next_dates_section(rf.get("/"), organization, None)
    html = render_to_string(template, context)
    assert html.count('<article class="session-card') == MOST_DATES
    assert 'href="/agenda/?organization=les-mulots"' in html


def test_the_page_of_an_organisation_shows_the_section(client: Client) -> None:
    organization = make_organization()
    make_session(make_page(organization, title="Trier ses photos"))
    text = client.get(organization.page.get_url()).content.decode()
    assert "Prochaines dates" in text
    assert "Trier ses photos" in text
