"""Dates and registrations as another site, or a mobile app, reads and writes them."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from wagtail.models import PageViewRestriction

from maillage.bookings.api.body import LARGEST_BODY
from maillage.bookings.conf import get_conf
from maillage.bookings.models import BookingMode, Registration, Session, SessionStatus
from tests.places.factories import make_organization, make_place

from .factories import make_page, make_session

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db
SESSIONS = "/api/v1/sessions"
CAMILLE = {"name": "Camille", "phone": "06 39 98 12 34"}


def get(client: Client, path: str = "", **asked: Any) -> dict[str, Any]:
    """What the API answers under `sessions`."""
    response = client.get(SESSIONS + path, asked)
    assert response.status_code == 200, response.content
    return response.json()


def titles(client: Client, **asked: Any) -> list[str]:
    """The titles of the dates listed."""
    return [one["title"] for one in get(client, **asked)["items"]]


def post(client: Client, session: Session, body: Any = CAMILLE, key: str = "", **extra: Any) -> HttpResponse:
    """The answer to a registration; bytes and texts leave as they are."""
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Idempotency-Key": key} if key else {}
    address = f"{SESSIONS}/{session.public_id}/registrations"
    return client.post(address, data, content_type="application/json", headers=headers, **extra)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """The messages by field of a refusal."""
    assert response.status_code == 422, response.content
    return response.json()["errors"]


def nothing_changed(session: Session) -> bool:
    """Whether nobody is registered and no seat is taken."""
    session.refresh_from_db()
    return session.seats_taken == 0 and not Registration.objects.exists()


# Reading the dates


def test_a_date_says_all_that_a_card_needs(client: Client) -> None:
    organization = make_organization("Les Mulots", phone="02 61 91 00 00")
    place = make_place(
        organization, name="Salle des fêtes", street="1 rue de la Gare", latitude="47.65", longitude="-2.08"
    )
    page = make_page(organization, title="Trier ses photos", place=place)
    session = make_session(page, capacity=5, seats_taken=2)
    (item,) = get(client)["items"]
    assert item["id"] == session.public_id
    assert item["title"] == "Trier ses photos"
    assert (item["capacity"], item["seats_left"], item["is_full"]) == (5, 3, False)
    assert (item["status"], item["booking_mode"], item["is_open"]) == ("scheduled", "online", True)
    assert item["place"]["address_lines"] == ["Salle des fêtes", "1 rue de la Gare", "Redon"]
    assert item["place"]["geo"] == {"latitude": 47.65, "longitude": -2.08}
    assert item["organization"]["phone"] == "02 61 91 00 00"
    assert item["page"]["id"] == page.pk
    assert item["url"].endswith(f"/agenda/{session.public_id}/")
    assert item["ics_url"].endswith(f"/agenda/{session.public_id}.ics")
    assert item["registration_url"].endswith(f"/inscription/{session.public_id}/")


@pytest.mark.parametrize(("month", "offset"), [(1, "+01:00"), (7, "+02:00")])
def test_times_carry_the_offset_of_the_place(client: Client, month: int, offset: str) -> None:
    paris = timezone.get_default_timezone()
    session = make_session(start=dt.datetime(2027, month, 12, 18, 30, tzinfo=paris))
    assert get(client, f"/{session.public_id}")["start"] == f"2027-{month:02d}-12T18:30:00{offset}"


def test_seats_that_are_not_counted_are_null(client: Client) -> None:
    make_session(capacity=None)
    (item,) = get(client)["items"]
    assert (item["capacity"], item["seats_left"], item["is_full"]) == (None, None, False)


def test_a_moved_date_gives_its_first_start(client: Client) -> None:
    start = timezone.now().replace(microsecond=0) + dt.timedelta(days=9)
    make_session(start=start, original_start=start - dt.timedelta(days=1))
    (item,) = get(client)["items"]
    assert dt.datetime.fromisoformat(item["moved_from"]) == start - dt.timedelta(days=1)


def test_a_cancelled_date_stays_with_its_reason_and_without_form(client: Client) -> None:
    make_session(status=SessionStatus.CANCELLED, status_reason="Neige")
    (item,) = get(client)["items"]
    assert (item["status"], item["status_reason"]) == ("cancelled", "Neige")
    assert (item["is_open"], item["registration_url"]) == (False, None)


def test_the_list_begins_today_unless_days_are_asked_for(client: Client) -> None:
    make_session(make_page(title="Passé"), in_days=-3)
    make_session(make_page(title="À venir"), in_days=3)
    today = timezone.localdate()
    assert titles(client) == ["À venir"]
    assert titles(client, **{"from": today - dt.timedelta(days=5)}) == ["Passé", "À venir"]
    assert titles(client, **{"from": today - dt.timedelta(days=5), "to": today}) == ["Passé"]


def test_the_list_is_filtered_as_the_agenda_is(client: Client) -> None:
    for name, commune, taken in (("Les Mulots", "Redon", 2), ("Dépan'tek", "Allaire", 0)):
        organization = make_organization(name)
        place = make_place(organization, commune=commune, slug=commune.lower())
        make_session(make_page(organization, title=name, place=place), seats_taken=taken)
    assert titles(client, commune="Redon") == ["Les Mulots"]
    assert titles(client, organization="les-mulots") == ["Les Mulots"]
    assert titles(client, available="true") == ["Dépan'tek"]
    assert titles(client, activity="workshop") == ["Les Mulots", "Dépan'tek"]
    assert titles(client, activity="repair") == []


def test_the_list_is_read_in_slices(client: Client) -> None:
    for days in (1, 2, 3):
        make_session(make_page(title=f"Jour {days}"), in_days=days)
    answer = get(client, limit=1, offset=1)
    assert answer["count"] == 3
    assert [one["title"] for one in answer["items"]] == ["Jour 2"]


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=101", "limit=x", "offset=-1", "from=demain", "from=0001-01-01", "to=9999-12-31"),
        *("activity=volcano", "commune=%00", "organization=" + "x" * 200, "available=perhaps"),
    ],
)
def test_a_wrong_filter_is_refused(client: Client, query: str) -> None:
    assert client.get(f"{SESSIONS}?{query}").status_code == 422


def test_a_draft_and_a_restricted_page_are_not_there(client: Client) -> None:
    draft, secret = make_page(), make_page()
    sessions = [make_session(draft), make_session(secret)]
    draft.unpublish()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert get(client)["items"] == []
    for session in sessions:
        assert client.get(f"{SESSIONS}/{session.public_id}").status_code == 404
        assert client.get(f"{SESSIONS}/{session.public_id}/form").status_code == 404
        assert post(client, session).status_code == 404
        assert nothing_changed(session)


def test_an_address_for_registered_people_is_not_there(client: Client) -> None:
    organization = make_organization()
    place = make_place(
        organization,
        name="Chez nous",
        street="3 rue des Secrets",
        address_for_registered_only=True,
        latitude="47.65",
        longitude="-2.08",
    )
    make_session(make_page(organization, place=place))
    (item,) = get(client)["items"]
    assert item["place"]["address_lines"] == ["Redon"]
    assert (item["place"]["name"], item["place"]["geo"]) == ("", None)


def test_a_list_holds_no_person(client: Client) -> None:
    session = make_session()
    post(client, session, {"name": "Camille Rivoal", "email": "camille@maison.example"})
    assert "amille" not in client.get(SESSIONS).content.decode()


@pytest.mark.parametrize("address", ["2345678abc", "x" * 300, "..", "%00"])
def test_an_unknown_date_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"{SESSIONS}/{address}").status_code == 404


def test_more_dates_cost_no_more_queries(client: Client) -> None:
    organization = make_organization()
    page = make_page(organization, place=make_place(organization))
    make_session(page)
    get(client)
    with CaptureQueriesContext(connection) as few:
        get(client, limit=100)
    for days in range(1, 40):
        make_session(page, in_days=days)
    with CaptureQueriesContext(connection) as many:
        assert len(get(client, limit=100)["items"]) == 40
    assert len(many) == len(few) <= 10


def test_the_list_answers_304_to_who_has_it(client: Client) -> None:
    make_session()
    etag = client.get(SESSIONS)["ETag"]
    response = client.get(SESSIONS, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert not response.cookies


# The form


def test_the_form_is_a_schema_that_the_post_obeys(client: Client) -> None:
    session = make_session()
    schema = get(client, f"/{session.public_id}/form")
    Draft202012Validator(schema).validate(CAMILLE)
    assert post(client, session, CAMILLE).status_code == 201


def test_the_form_says_its_own_address_and_what_it_is_for(client: Client) -> None:
    session = make_session(make_page(title="Trier ses photos"))
    schema = get(client, f"/{session.public_id}/form")
    assert schema["$id"].endswith(f"{SESSIONS}/{session.public_id}/form")
    assert schema["title"] == "Trier ses photos"


# Registering


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


# The document


def test_the_openapi_document_is_valid(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert f"{SESSIONS}/{{session_id}}/registrations" in document["paths"]
