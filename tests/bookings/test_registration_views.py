"""A resident registers, reads their registration and cancels it."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.conf import get_conf
from maillage.bookings.formats import format_day
from maillage.bookings.links import registration_path
from maillage.bookings.models import Registration, Session
from maillage.bookings.services import cancel_session
from tests.bookings.factories import enroll, make_cycle, make_page, make_session, statuses
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db

PERSON = {"name": "Camille Le Goff", "phone": "06 39 98 12 34", "seats": "1"}


def path_of(session: Session) -> str:
    return reverse("bookings:register", args=[session.public_id])


def path_of_first_registration() -> str:
    return registration_path(Registration.objects.order_by("pk")[0])


def form_key(response) -> str:
    return re.search(r'name="form_key" value="(\w+)"', response.content.decode())[1]


def test_a_name_and_a_phone_number_are_enough(client) -> None:
    session = make_session()
    response = client.post(path_of(session), PERSON, follow=True)
    person = Registration.objects.get()
    assert (person.name, person.phone, person.status) == ("Camille Le Goff", "+33639981234", "confirmed")
    assert person.spoken_reference in response.content.decode()


def test_an_email_address_alone_is_enough_and_brings_a_confirmation(
    client, django_capture_on_commit_callbacks
) -> None:
    session = make_session()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path_of(session), {"name": "Camille", "email": "camille@maison.example", "seats": "1"})
    (sent,) = mail.outbox
    assert sent.to == ["camille@maison.example"]
    assert Registration.objects.get().spoken_reference in sent.body
    ((_name, calendar, mimetype),) = sent.attachments
    assert mimetype.startswith("text/calendar")
    assert f"UID:{session.public_id}@" in (calendar if isinstance(calendar, str) else calendar.decode())


def test_without_any_contact_the_form_says_what_to_type_and_keeps_the_name(client) -> None:
    session = make_session()
    response = client.post(path_of(session), {"name": "Camille", "seats": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Camille"' in page
    assert 'href="#id_phone"' in page
    assert re.search(r'<div class="error-summary"[^>]*autofocus', page)
    assert not Registration.objects.exists()


def test_the_field_in_error_is_tied_to_its_message(client) -> None:
    response = client.post(path_of(make_session()), {**PERSON, "phone": "12"})
    page = response.content.decode()
    field = re.search(r'<input[^>]*name="phone"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field)[1]
    assert all(f'id="{name}"' in page for name in described.split())
    assert "id_phone_error" in described


@pytest.mark.parametrize("seats", ["0", "-1", "2", "9999999999999", "un", ""])
def test_seats_out_of_bounds_are_refused(client, seats) -> None:
    session = make_session()
    assert client.post(path_of(session), {**PERSON, "seats": seats}).status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["Ca\x00mille", "Ca\x07mille", "Ca\r\nmille", "x" * 200])
def test_a_name_that_nobody_types_is_refused(client, name) -> None:
    session = make_session()
    assert client.post(path_of(session), {**PERSON, "name": name}).status_code == 422
    assert not Registration.objects.exists()


def test_a_double_click_is_one_registration(client) -> None:
    session = make_session(capacity=5)
    key = form_key(client.get(path_of(session)))
    first = client.post(path_of(session), {**PERSON, "form_key": key})
    second = client.post(path_of(session), {**PERSON, "form_key": key})
    assert Registration.objects.count() == 1
    assert reverse("bookings:agenda") not in second.url
    assert first.status_code == second.status_code == 302


def test_going_back_and_typing_another_name_registers_another_person(client) -> None:
    session = make_session(capacity=5)
    key = form_key(client.get(path_of(session)))
    client.post(path_of(session), {**PERSON, "form_key": key})
    answer = client.post(path_of(session), {**PERSON, "name": "Dominique", "form_key": key}, follow=True)
    assert [name for name, _status in statuses(session)] == ["Camille Le Goff", "Dominique"]
    assert Registration.objects.get(name="Dominique").spoken_reference in answer.content.decode()


def test_a_key_that_somebody_guesses_opens_nothing(client) -> None:
    session = make_session(capacity=5)
    first = enroll(session, "Ana", idempotency_key="1")
    answer = client.post(path_of(session), {**PERSON, "form_key": "1"}, follow=True)
    assert first.spoken_reference not in answer.content.decode()
    assert Registration.objects.count() == 2


def test_a_second_press_after_the_date_has_closed_finds_the_registration(client) -> None:
    session = make_session(capacity=5)
    first = client.post(path_of(session), {**PERSON, "form_key": "clic"})
    session.page.specific_class.objects.update(booking_mode="phone")
    assert client.post(path_of(session), {**PERSON, "form_key": "clic"}).url == first.url


def test_a_full_date_offers_the_waiting_list(client) -> None:
    session = make_session(capacity=1)
    enroll(session, "Ana")
    assert "liste d’attente" in client.get(path_of(session)).content.decode()
    response = client.post(path_of(session), PERSON, follow=True)
    assert statuses(session)[1] == ("Camille Le Goff", "waiting")
    assert "1" in response.content.decode()


@pytest.mark.parametrize(
    ("page_fields", "session_fields"),
    [
        ({}, {"status": "cancelled"}),
        ({}, {"in_days": -1}),
        ({"booking_mode": "phone"}, {}),
        ({"booking_mode": "none"}, {}),
        ({"booking_opens_days": 3}, {}),
        ({"booking_closes_hours": 24 * 8}, {}),
    ],
)
def test_a_date_that_takes_nobody_says_why_and_changes_nothing(client, page_fields, session_fields) -> None:
    session = make_session(make_page(**page_fields), **session_fields)
    assert "notice--warning" in client.get(path_of(session)).content.decode()
    assert client.post(path_of(session), PERSON).status_code == 409
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "hours",
    [
        {"opens_at": timedelta(minutes=5)},
        {"closes_at": timedelta(minutes=-5)},
        {"opens_at": timedelta(days=1), "closes_at": timedelta(days=2)},
        {"opens_at": timedelta(days=-2), "closes_at": timedelta(days=-1)},
    ],
)
def test_outside_the_hours_of_a_date_nobody_is_taken(client, hours) -> None:
    session = make_session(**around_now(hours))
    assert "notice--warning" in client.get(path_of(session)).content.decode()
    assert client.post(path_of(session), PERSON).status_code == 409
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("page_fields", "hours"),
    [
        ({}, {"opens_at": timedelta(minutes=-5), "closes_at": timedelta(minutes=5)}),
        ({"booking_opens_days": 3}, {"opens_at": timedelta(minutes=-5)}),
        ({"booking_closes_hours": 24 * 8}, {"closes_at": timedelta(minutes=5)}),
    ],
)
def test_within_the_hours_of_a_date_people_register_whatever_its_page_says(
    client, page_fields, hours
) -> None:
    session = make_session(make_page(**page_fields), **around_now(hours))
    assert client.post(path_of(session), PERSON).status_code == 302
    assert statuses(session) == [("Camille Le Goff", "confirmed")]


def around_now(hours: dict[str, timedelta]) -> dict[str, datetime]:
    return {name: timezone.now() + shift for name, shift in hours.items()}


def test_an_unpublished_page_hides_its_dates(client) -> None:
    session = make_session()
    session.page.unpublish()
    assert client.get(path_of(session)).status_code == 404
    assert client.post(path_of(session), PERSON).status_code == 404


@pytest.mark.parametrize("forged", ["aaaaaaaaaa", "1", "%00", "9" * 400, "..%2f"])
def test_a_forged_identifier_is_not_found(client, forged) -> None:
    assert client.get(f"/inscription/{forged}/").status_code == 404
    assert client.post(f"/inscription/{forged}/", PERSON).status_code == 404


def test_a_body_of_ten_megabytes_is_refused(client) -> None:
    session = make_session()
    assert client.post(path_of(session), {**PERSON, "note": "x" * 10_000_000}).status_code in (400, 413)
    assert not Registration.objects.exists()


def test_too_many_tries_with_one_contact_are_asked_to_wait(client, settings) -> None:
    settings.MAILLAGE_BOOKINGS = {**get_conf(), "REGISTRATIONS_PER_CONTACT_PER_HOUR": 1}
    session = make_session(capacity=5)
    client.post(path_of(session), PERSON)
    response = client.post(path_of(session), PERSON)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Registration.objects.count() == 1


def test_cancelling_asks_first_then_gives_the_seat_to_who_waits(client) -> None:
    session = make_session(capacity=1)
    client.post(path_of(session), PERSON)
    enroll(session, "Bob")
    own_page = path_of_first_registration()
    assert client.get(f"{own_page}annuler/").status_code == 200
    assert statuses(session)[0][1] == "confirmed"
    client.post(f"{own_page}annuler/")
    assert [status for _name, status in statuses(session)] == ["cancelled", "offered"]


def test_cancelling_twice_shows_that_it_is_done(client) -> None:
    enroll(make_session())
    own_page = path_of_first_registration()
    client.post(f"{own_page}annuler/")
    response = client.post(f"{own_page}annuler/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0] == own_page


def test_the_form_of_a_cycle_says_every_day_that_one_comes(client) -> None:
    dates = make_cycle(capacities=(4, 4, 4))
    cancel_session(dates[1], reason="Férié")
    page = client.get(path_of(dates[0])).content.decode()
    days = [format_day(date.local_start.date()) for date in dates]
    assert [f"<li>{day}, " in page for day in days] == [True, False, True]


def test_a_link_made_worthless_opens_nothing(client) -> None:
    registration = enroll(make_session())
    own_page = path_of_first_registration()
    Registration.objects.filter(pk=registration.pk).update(link_counter=1)
    assert client.get(own_page).status_code == 404
    assert client.post(f"{own_page}annuler/").status_code == 404


def test_a_person_s_own_page_is_kept_by_nobody(client) -> None:
    enroll(make_session())
    response = client.get(path_of_first_registration())
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_address_for_registered_people_is_on_their_own_page_only(client) -> None:
    place = make_place(make_organization(), street="3 rue Cachée", address_for_registered_only=True)
    session = make_session(make_page(place=place))
    assert "rue Cachée" not in client.get(path_of(session)).content.decode()
    response = client.post(path_of(session), PERSON, follow=True)
    assert "rue Cachée" in response.content.decode()


def test_registering_is_protected_against_forged_requests() -> None:
    session = make_session()
    assert Client(enforce_csrf_checks=True).post(path_of(session), PERSON).status_code == 403
    assert not Registration.objects.exists()


def test_the_own_page_answers_at_a_path_without_a_query(client) -> None:
    response = client.post(path_of(make_session()), PERSON)
    assert urlsplit(response.url).query == ""
