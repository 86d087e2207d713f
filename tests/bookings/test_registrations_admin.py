"""The team reads who comes, adds a person, cancels one, promotes one. Another association sees nothing."""

import pytest
from django.urls import reverse

from maillage.bookings.models import Registration, Session
from tests.places.factories import make_editor, make_organization

from .factories import enroll, make_page, make_session, statuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return make_session(make_page(make_organization("Les Mulots")), capacity=1)


def url(name: str, session: Session, *more) -> str:
    return reverse(name, args=[session.public_id, *more])


def screens_of(session: Session, registration: Registration) -> list[str]:
    return [
        url("bookings_registrations", session),
        url("bookings_registration_add", session),
        url("bookings_registration_cancel", session, registration.public_id),
        url("bookings_registration_promote", session, registration.public_id),
        url("bookings_registration_offer", session, registration.public_id),
    ]


def test_the_list_shows_who_comes_and_who_waits(editor, session) -> None:
    enroll(session, "Ana", phone="+33639981234")
    enroll(session, "Bob")
    page = editor.get(url("bookings_registrations", session)).content.decode()
    assert page.index("Ana") < page.index("Bob")
    assert "06 39 98 12 34" in page
    assert "Sur la liste d’attente" in page


def test_a_person_without_any_contact_is_added_and_the_reference_is_read_aloud(editor, session) -> None:
    answer = editor.post(
        url("bookings_registration_add", session), {"name": "Madame Le Floch", "seats": "1"}, follow=True
    )
    person = Registration.objects.get()
    assert (person.name, person.source, person.status) == ("Madame Le Floch", "staff", "confirmed")
    assert person.spoken_reference in answer.content.decode()
    assert (person.read_aloud_by, person.consented_at) == (None, None)


def test_a_double_click_adds_one_person(editor, session) -> None:
    fields = {"name": "Ana", "seats": "1", "form_key": "clic"}
    for _click in range(2):
        editor.post(url("bookings_registration_add", session), fields)
    assert Registration.objects.count() == 1


def test_an_error_keeps_what_was_typed(editor, session) -> None:
    answer = editor.post(
        url("bookings_registration_add", session), {"name": "Ana", "phone": "12", "seats": "1"}
    )
    assert answer.status_code == 422
    assert 'value="Ana"' in answer.content.decode()


def test_the_team_registers_for_a_date_that_is_closed_to_the_public(editor, session) -> None:
    session.page.specific_class.objects.update(booking_mode="phone")
    editor.post(url("bookings_registration_add", session), {"name": "Ana", "seats": "1"})
    assert statuses(session) == [("Ana", "confirmed")]


def test_cancelling_asks_first_and_names_who_to_call(editor, session) -> None:
    first = enroll(session, "Ana")
    enroll(session, "Bob", email="", phone="+33639981234")
    cancel = url("bookings_registration_cancel", session, first.public_id)
    assert editor.get(cancel).status_code == 200
    assert statuses(session)[0] == ("Ana", "confirmed")
    answer = editor.post(cancel, follow=True).content.decode()
    assert statuses(session) == [("Ana", "cancelled"), ("Bob", "offered")]
    assert "06 39 98 12 34" in answer


def test_promoting_on_a_full_date_asks_whether_it_may_grow(editor, session) -> None:
    enroll(session, "Ana")
    waiting = enroll(session, "Bob")
    promote = url("bookings_registration_promote", session, waiting.public_id)
    assert editor.post(promote).status_code == 422
    assert statuses(session)[1] == ("Bob", "waiting")
    editor.post(promote, {"add_seats": "on"})
    assert statuses(session)[1] == ("Bob", "confirmed")


def test_more_seats_move_the_waiting_list_up(editor, session) -> None:
    enroll(session, "Ana")
    enroll(session, "Bob")
    page = editor.post(url("bookings_registrations", session), {"capacity": "2"}, follow=True)
    assert statuses(session)[1] == ("Bob", "offered")
    assert "Une place leur est gardée" in page.content.decode()


@pytest.mark.parametrize("capacity", ["0", "-3", "beaucoup", "99999999999"])
def test_a_number_of_seats_that_means_nothing_is_refused(editor, session, capacity) -> None:
    answer = editor.post(url("bookings_registrations", session), {"capacity": capacity})
    assert answer.status_code == 422
    session.refresh_from_db()
    assert session.capacity == 1


def test_another_association_finds_none_of_these_screens(client, session) -> None:
    registration = enroll(session, "Ana")
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    for address in screens_of(session, registration):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert statuses(session) == [("Ana", "confirmed")]


def test_a_stranger_is_asked_to_sign_in(client, session) -> None:
    registration = enroll(session, "Ana")
    for address in screens_of(session, registration):
        assert client.get(address).status_code == 302


def test_a_person_of_another_date_is_not_found_here(editor, session) -> None:
    other = enroll(make_session(session.page.specific), "Zoé")
    assert editor.post(url("bookings_registration_cancel", session, other.public_id)).status_code == 404


def test_the_list_costs_the_same_for_ten_people_and_a_hundred(
    editor, session, django_assert_max_num_queries
) -> None:
    Session.objects.filter(pk=session.pk).update(capacity=200)
    session.refresh_from_db()
    for number in range(100):
        enroll(session, f"Personne{number}")
    with django_assert_max_num_queries(25):
        editor.get(url("bookings_registrations", session))


def test_the_form_speaks_to_the_team_of_the_person(editor, session) -> None:
    html = editor.get(url("bookings_registration_add", session)).content.decode()
    assert "Nom de la personne" in html
    assert "Votre téléphone" not in html


def test_a_full_date_says_to_tick_the_box_that_adds_a_seat(editor, session) -> None:
    enroll(session, "Ana")
    waits = enroll(session, "Bob")
    answer = editor.post(url("bookings_registration_promote", session, waits.public_id), {})
    assert answer.status_code == 422
    assert "Cochez la case" in answer.content.decode()
