"""The documents: what is kept of a row, and whose rows have one."""

import pytest
from wagtail.models import Page

from search.documents import key_of, rebuild, refresh, stale_keys
from search.models import SearchDocument
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place

from .factories import make_text_page

pytestmark = pytest.mark.django_db


def document_of(row: object) -> SearchDocument:
    refresh([key_of(row)])
    return SearchDocument.objects.get(key=key_of(row))


def test_a_workshop_says_who_where_for_whom_and_at_what_price() -> None:
    mulots = make_organization("Les Mulots")
    place = make_place(mulots, commune="Redon", postal_code="35600", latitude=47.65, longitude=-2.08)
    page = make_page(mulots, title="Premiers robots", place=place, age_from=8, accessibility=["step_free"])
    document = document_of(page)
    assert document.facets == {
        "activity": ["workshop"],
        "organization": ["les-mulots"],
        "audience": ["beginner", "children"],
        "price": ["free"],
        "accessibility": ["step_free"],
    }
    (place_alone,) = document.moments
    assert (place_alone["commune"], place_alone["department"]) == ("redon", "35")
    assert place_alone["location"] == {"lat": 47.65, "lon": -2.08}


def test_its_dates_that_take_place_are_kept_the_soonest_first() -> None:
    page = make_page()
    make_session(page, in_days=9)
    full = make_session(page, in_days=2, capacity=1, seats_taken=1)
    make_session(page, in_days=1, status="cancelled")
    make_session(page, in_days=-3)
    moments = document_of(page).moments
    assert [moment["places_left"] for moment in moments] == ["no", "yes"]
    assert moments[0]["start"].startswith(f"{full.start:%Y-%m-%dT%H:%M}")


def test_the_point_of_a_hidden_address_is_not_kept() -> None:
    mulots = make_organization()
    hidden = {
        "name": "Chez Lucette",
        "latitude": 47.65,
        "longitude": -2.08,
        "address_for_registered_only": True,
    }
    document = document_of(make_page(mulots, place=make_place(mulots, commune="Redon", **hidden)))
    assert document.moments[0]["location"] is None
    assert "Lucette" not in str(document.as_body())


def test_words_of_two_paragraphs_are_two_words() -> None:
    assert "fin Début" in document_of(make_page(body="<p>fin</p><p>Début</p>")).text


def test_a_document_that_says_the_same_is_not_written_again() -> None:
    page = make_text_page("Vélo")
    refresh([key_of(page)])
    assert refresh([key_of(page)]).saved == []


def test_rebuilding_makes_what_is_missing_and_forgets_what_is_too_much() -> None:
    page = make_text_page("Vélo")
    SearchDocument.objects.create(key="page:999999", type="wagtailcore.page", title="Fantôme", url="/x/")
    rebuild()
    assert SearchDocument.objects.filter(key=key_of(page)).exists()
    assert not SearchDocument.objects.filter(key="page:999999").exists()
    assert list(stale_keys()) == []


def test_what_changed_behind_the_back_of_the_site_is_told() -> None:
    page = make_text_page("Vélo")
    rebuild()
    Page.objects.filter(pk=page.pk).update(title="Tricycle")
    assert list(stale_keys()) == [key_of(page)]


@pytest.mark.parametrize("number", [3, 30])
def test_many_documents_are_made_in_as_many_queries_as_few(
    django_assert_max_num_queries, number: int
) -> None:
    mulots = make_organization()
    pages = [make_page(mulots, place=make_place(mulots)) for _number in range(number)]
    for page in pages:
        make_session(page)
    with django_assert_max_num_queries(30):
        refresh(key_of(page) for page in pages)


def test_a_key_that_names_nothing_is_harmless() -> None:
    assert refresh(["page:424242", "gone.model:1", "places.place:424242"]).saved == []
