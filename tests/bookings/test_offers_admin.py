"""The team notes what somebody says on the phone about a seat that is kept for them."""

import pytest
from django.urls import reverse

from maillage.bookings.models import Call, Registration, Session
from maillage.bookings.services import cancel_registration, decline_offer
from tests.places.factories import make_organization

from .factories import enroll, make_page, make_session, statuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    page = make_page(make_organization("Les Mulots"), seats_per_registration=4)
    return make_session(page, capacity=2)


@pytest.fixture
def group(session) -> Registration:
    """Three people without an e-mail address, to whom two seats are offered."""
    first = enroll(session, "Première", seats=2)
    group = enroll(session, "Groupe", seats=3, email="", phone="+33639981234")
    cancel_registration(first)
    return Registration.objects.get(pk=group.pk)


def screen(registration: Registration) -> str:
    session = registration.sessions.get()
    return reverse("bookings_registration_offer", args=[session.public_id, registration.public_id])


def test_the_list_leads_to_the_answer_of_who_has_an_offer(editor, session, group) -> None:
    page = editor.get(reverse("bookings_registrations", args=[session.public_id])).content.decode()
    assert screen(group) in page


def test_the_screen_says_how_many_seats_and_until_when(editor, group) -> None:
    page = editor.get(screen(group)).content.decode()
    assert "2 places sur les 3 demandées" in page
    assert statuses(group.sessions.get())[1] == ("Groupe", "offered")


@pytest.mark.parametrize(
    ("answer", "status"), [("accept", "confirmed"), ("decline", "cancelled"), ("together", "waiting")]
)
def test_what_the_person_says_is_noted_and_the_call_is_off_the_list(editor, group, answer, status) -> None:
    editor.post(screen(group), {"answer": answer})
    assert Registration.objects.get(pk=group.pk).status == status
    assert not Call.objects.filter(kind="bookings.seats_offered").exists()


def test_an_answer_that_means_nothing_changes_nothing(editor, group) -> None:
    assert editor.post(screen(group), {"answer": "peut-être"}).status_code == 422
    assert Registration.objects.get(pk=group.pk).status == "offered"


def test_an_answer_given_before_is_said_and_changes_nothing(editor, group) -> None:
    decline_offer(group)
    page = editor.post(screen(group), {"answer": "accept"}, follow=True).content.decode()
    assert "Aucune place n’attend plus" in page
    assert Registration.objects.get(pk=group.pk).status == "cancelled"
