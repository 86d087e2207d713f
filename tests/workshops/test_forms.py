"""In whose name an editor may organise."""

import pytest
from wagtail.admin.panels import get_edit_handler

from maillage.places.models import Organization
from tests.bookings.factories import make_page
from tests.places.factories import make_editor, make_organization, make_place, make_team_member
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db


def form_for(user, parent: Organization, instance: WorkshopPage | None = None, data: dict | None = None):
    form_class = get_edit_handler(WorkshopPage).get_form_class()
    return form_class(
        data, instance=instance or WorkshopPage(), parent_page=parent.page.page_ptr, for_user=user
    )


def test_an_editor_organises_for_their_own_association_only() -> None:
    mulots, clic = make_organization("Les Mulots"), make_organization("Clic’n Puces")
    form = form_for(make_editor(clic), mulots)
    assert list(form.fields["organization"].queryset) == [clic]


def test_an_association_with_several_editors_is_offered_once() -> None:
    mulots = make_organization("Les Mulots")
    lou, _sam = make_editor(mulots, "lou@mulots.example"), make_editor(mulots, "sam@mulots.example")
    form = form_for(lou, mulots, instance=make_page(mulots))
    assert list(form.fields["organization"].queryset) == [mulots]


def test_the_network_team_organises_for_everybody() -> None:
    mulots, clic = make_organization("Les Mulots"), make_organization("Clic’n Puces")
    form = form_for(make_team_member(), mulots)
    assert set(form.fields["organization"].queryset) == {mulots, clic}


def test_the_association_of_the_section_is_proposed() -> None:
    mulots, clic = make_organization("Les Mulots"), make_organization("Clic’n Puces")
    assert form_for(make_team_member(), clic).initial["organization"] == clic.pk
    assert form_for(make_editor(mulots), clic).initial["organization"] == mulots.pk


def test_another_association_typed_by_hand_is_refused() -> None:
    mulots, clic = make_organization("Les Mulots"), make_organization("Clic’n Puces")
    form = form_for(
        make_editor(clic), clic, data={"title": "Intrus", "organization": mulots.pk, "questions-count": "0"}
    )
    assert not form.is_valid()
    assert "organization" in form.errors


def test_the_lead_is_refused_among_those_that_help() -> None:
    mulots = make_organization("Les Mulots")
    data = {
        "title": "Atelier",
        "organization": mulots.pk,
        "co_organizers": [mulots.pk],
        "questions-count": "0",
    }
    form = form_for(make_editor(mulots), mulots, data=data)
    assert not form.is_valid()
    assert form.errors["co_organizers"] == [
        "Décochez Les Mulots\u00a0: c’est déjà la structure qui organise."
    ]


def test_a_lead_left_among_the_others_is_shown_once() -> None:
    page = make_page()
    page.co_organizers.set([page.organization, make_organization("Dépan’tek")])
    assert [one.name for one in page.other_organizers] == ["Dépan’tek"]


def test_a_room_that_another_association_keeps_off_the_site_is_not_offered() -> None:
    mulots, clic = make_organization("Les Mulots"), make_organization("Clic’n Puces")
    hall = make_place(mulots, name="Salle des fêtes")
    make_place(mulots, name="Chez un voisin", address_for_registered_only=True)
    form = form_for(make_editor(clic), clic)
    assert list(form.fields["place"].queryset) == [hall]
