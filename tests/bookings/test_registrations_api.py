"""Registrations as another site, or a mobile app, sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from maillage.bookings.api.registrations import LARGEST_BODY
from maillage.bookings.conf import get_conf
from maillage.bookings.models import BookingMode, Registration, SessionStatus
from tests.bookings.api_client import CAMILLE, SESSIONS, errors, nothing_changed, post
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_seat_is_given_with_a_reference(client: Client) -> None:
    session = make_session(capacity=2)
    response = post(client, session)
    registration = Registration.objects.get()
    assert response.status_code == 201
    answer = response.json()
    assert answer["reference"] == registration.reference
    assert (answer["status"], answer["seats"], answer["rank"]) == ("confirmed", 1, None)
    assert answer["session"]["seats_left"] == 1
    assert (registration.name, registration.phone, registration.source) == ("Camille", "+33639981234", "api")


def test_a_full_date_gives_a_rank_on_the_waiting_list(client: Client) -> None:
    session = make_session(capacity=1)
    post(client, session)
    response = post(client, session, {"name": "Maëlle", "email": "maelle@maison.example"})
    assert response.status_code == 201
    assert (response.json()["status"], response.json()["rank"]) == ("waiting", 1)


def test_a_replay_gives_the_same_registration(client: Client) -> None:
    session = make_session()
    first, second = post(client, session, key="a1b2"), post(client, session, key="a1b2")
    assert first.json()["reference"] == second.json()["reference"]
    assert second.status_code == 201
    assert Registration.objects.count() == 1


def test_a_key_serves_one_registration_only(client: Client) -> None:
    session = make_session()
    post(client, session, key="a1b2")
    response = post(client, session, {"name": "Maëlle", "email": "maelle@maison.example"}, key="a1b2")
    assert "Idempotency-Key" in errors(response)
    assert "reference" not in response.json()
    assert Registration.objects.count() == 1


def test_two_people_may_share_a_phone(client: Client) -> None:
    session = make_session()
    post(client, session)
    assert post(client, session, {**CAMILLE, "name": "Maëlle"}).json()["status"] == "confirmed"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "06 39 98 12 34"}, "name"),
        ({"name": "", "phone": "06 39 98 12 34"}, "name"),
        ({"name": "x" * 121, "phone": "06 39 98 12 34"}, "name"),
        ({"name": 12, "phone": "06 39 98 12 34"}, "name"),
        ({"name": ["Camille"], "phone": "06 39 98 12 34"}, "name"),
        ({"name": {"a": 1}, "phone": "06 39 98 12 34"}, "name"),
        ({"name": "Cam\x00ille", "phone": "06 39 98 12 34"}, "name"),
        ({"name": "Cam\x07ille", "phone": "06 39 98 12 34"}, "name"),
        ({"name": "Cam\ud800ille", "phone": "06 39 98 12 34"}, "name"),
        ({"name": "Camille"}, "phone"),
        ({"name": "Camille", "phone": "12"}, "phone"),
        ({"name": "Camille", "email": "camille"}, "email"),
        ({"name": "Camille", "email": "a@b.example\nBcc: x@y.example"}, "email"),
        ({**CAMILLE, "seats": 0}, "seats"),
        ({**CAMILLE, "seats": -1}, "seats"),
        ({**CAMILLE, "seats": 2}, "seats"),
        ({**CAMILLE, "seats": 10**30}, "seats"),
        ({**CAMILLE, "seats": "1"}, "seats"),
        ({**CAMILLE, "seats": 1.5}, "seats"),
        ({**CAMILLE, "seats": True}, "seats"),
        ({**CAMILLE, "answers": []}, "answers"),
        ({**CAMILLE, "answers": {"shoe_size": "38"}}, "shoe_size"),
        ({**CAMILLE, "answers": {"status": "confirmed"}}, "status"),
        ({**CAMILLE, "telephone": "x"}, "telephone"),
        ({**CAMILLE, "organization": 1}, "organization"),
    ],
)
def test_a_wrong_body_is_refused_by_field_and_changes_nothing(
    client: Client, body: dict[str, Any], field: str
) -> None:
    session = make_session()
    assert errors(post(client, session, body))[field]
    assert nothing_changed(session)


def test_the_messages_are_in_french(client: Client) -> None:
    assert errors(post(client, make_session(), {"name": "Camille", "seats": "2"}))["seats"] == [
        "Envoyez un nombre entier, sans guillemets."
    ]


@pytest.mark.parametrize(
    "body",
    [
        *(" ", "null", "[]", "12", "{", '{"name": NaN}', b"\xff\xfe", "[" * 50_000),
        *('{"a":' * 10_000, '{"seats": ' + "9" * 5_000 + "}"),
    ],
)
def test_what_is_no_json_object_is_refused(client: Client, body: str | bytes) -> None:
    session = make_session()
    response = post(client, session, body)
    assert response.status_code == 400
    assert response.json()["detail"]
    assert nothing_changed(session)


def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    session = make_session()
    response = post(client, session, {**CAMILLE, "answers": {"x": "y" * LARGEST_BODY}})
    assert response.status_code == 413
    assert nothing_changed(session)


def test_a_body_of_ten_megabytes_is_refused_unread(client: Client) -> None:
    session = make_session()
    with patch("django.http.HttpRequest.read") as read:
        assert post(client, session, "x" * 10_000_000).status_code == 413
    read.assert_not_called()


def test_a_form_of_html_is_no_way_in(client: Client) -> None:
    session = make_session()
    response = client.post(f"{SESSIONS}/{session.public_id}/registrations", CAMILLE)
    assert response.status_code == 415
    assert nothing_changed(session)


@pytest.mark.parametrize("key", ["x" * 256, "clé", "a b"])
def test_a_wrong_key_is_refused(client: Client, key: str) -> None:
    session = make_session()
    assert post(client, session, key=key).status_code == 422
    assert nothing_changed(session)


@pytest.mark.parametrize("state", ["cancelled", "past", "phone", "none", "too early", "too late"])
def test_a_date_that_takes_nobody_answers_409_with_the_reason_and_the_phone(
    client: Client, state: str
) -> None:
    organization = make_organization(phone="02 61 91 00 00")
    page_fields: dict[str, Any] = {
        "phone": {"booking_mode": BookingMode.PHONE},
        "none": {"booking_mode": BookingMode.NONE},
        "too early": {"booking_opens_days": 2},
        "too late": {"booking_closes_hours": 24 * 30},
    }.get(state, {})
    session_fields: dict[str, Any] = {
        "cancelled": {"status": SessionStatus.CANCELLED},
        "past": {"in_days": -1},
    }.get(state, {})
    session = make_session(make_page(organization, **page_fields), **session_fields)
    response = post(client, session)
    assert response.status_code == 409
    assert response.json()["detail"]
    assert response.json()["phone"] == "02 61 91 00 00"
    assert nothing_changed(session)


def test_too_many_registrations_are_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.MAILLAGE_BOOKINGS = {**get_conf(), "REGISTRATIONS_PER_ADDRESS_PER_HOUR": 1}
    session = make_session(capacity=9)
    assert post(client, session).status_code == 201
    response = post(client, session)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert Registration.objects.count() == 1


def test_no_other_method_registers(client: Client) -> None:
    session = make_session()
    assert client.get(f"{SESSIONS}/{session.public_id}/registrations").status_code == 405


def test_a_registration_needs_no_cookie_and_sets_none(client: Client) -> None:
    strict = type(client)(enforce_csrf_checks=True)
    response = post(strict, make_session())
    assert response.status_code == 201
    assert not response.cookies
