"""What changes a row, what is in it, or who may read it, changes its document."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page, PageViewRestriction, Site

from maillage.bookings.models import RegistrationSource
from maillage.bookings.services import cancel_session, register
from search.changes import settle
from search.documents import key_of
from search.models import IndexChange, SearchDocument
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.search.factories import make_text_page

pytestmark = pytest.mark.django_db


def document_of(row: Any) -> SearchDocument | None:
    """The document of `row` once what changed has been followed."""
    settle()
    return SearchDocument.objects.filter(key=key_of(row)).first()


def test_a_published_page_has_a_document() -> None:
    assert document_of(make_text_page("Réparer un vélo")).title == "Réparer un vélo"


def test_a_page_that_is_unpublished_or_deleted_has_none() -> None:
    hidden, deleted = make_text_page("Vélo bleu"), make_text_page("Vélo vert")
    settle()
    hidden.unpublish()
    key = key_of(deleted)
    deleted.delete()
    assert document_of(hidden) is None
    assert not SearchDocument.objects.filter(key=key).exists()


def test_a_restriction_hides_the_pages_below_and_its_end_shows_them() -> None:
    parent = make_text_page("Espace interne")
    child = parent.add_child(instance=Page(title="Vélo interne"))
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    assert document_of(child) is None
    restriction.delete()
    assert document_of(child) is not None


def test_a_page_moved_below_a_restricted_one_is_hidden_with_its_own_pages() -> None:
    restricted, page = make_text_page("Espace interne"), make_text_page("Vélo")
    child = page.add_child(instance=Page(title="Freins"))
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    assert document_of(child) is not None
    page.move(restricted, pos="last-child")
    assert document_of(child) is None


@pytest.mark.django_db(transaction=True)
def test_a_new_address_is_also_that_of_the_pages_below() -> None:
    page = make_text_page("Vélo")
    child = page.add_child(instance=Page(title="Freins"))
    page.slug = "bicyclette"
    page.save_revision().publish()
    assert "/bicyclette/" in document_of(child).url


def test_the_name_of_an_organisation_is_new_on_all_that_shows_it() -> None:
    mulots = make_organization("Les Mulots")
    workshop = make_page(mulots, title="Premiers pas")
    settle()
    mulots.name = "Les Taupes"
    mulots.save()
    assert "Taupes" in document_of(workshop).text


def test_the_commune_of_a_place_is_new_on_its_dates() -> None:
    mulots = make_organization()
    place = make_place(mulots, commune="Redon")
    session = make_session(make_page(mulots), place=place)
    settle()
    place.commune = "Allaire"
    place.save()
    assert [moment["commune"] for moment in document_of(session.page).moments][:1] == ["allaire"]


def test_a_date_that_is_cancelled_goes() -> None:
    session = make_session()
    assert len(document_of(session.page).moments) == 1
    cancel_session(session, reason="Neige")
    assert document_of(session.page).moments == []


def test_a_date_whose_last_seat_is_taken_is_full() -> None:
    session = make_session(capacity=1)
    assert document_of(session.page).moments[0]["places_left"] == "yes"
    register(session, name="Camille", phone="06 39 98 00 01", source=RegistrationSource.WEB)
    assert document_of(session.page).moments[0]["places_left"] == "no"


def test_another_address_of_the_site_is_that_of_every_page() -> None:
    page = make_text_page("Vélo")
    settle()
    site = Site.objects.get(is_default_site=True)
    site.root_page = page
    site.save()
    assert document_of(page).url == "/"


def test_what_is_undone_was_never_noted() -> None:
    settle()

    @transaction.atomic
    def undone() -> None:
        make_text_page("Vélo")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    assert not IndexChange.objects.exists()
