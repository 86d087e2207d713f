"""Dates as another site, or a mobile app, reads them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from wagtail.models import PageViewRestriction

from maillage.bookings.api.schemas import SessionsOut
from maillage.bookings.models import SessionStatus
from maillage.bookings.services import cancel_session
from tests.places.factories import make_organization, make_place

from .api_client import CAMILLE, SESSIONS, get, nothing_changed, post, titles
from .factories import make_cycle, make_page, make_session

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


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


def test_the_list_is_what_its_schema_says(client: Client) -> None:
    make_session(make_page(title="Trier ses photos"))
    cancelled = make_session()
    cancel_session(cancelled, reason="La salle est fermée.")
    make_cycle(capacities=(3, 3))
    listed = get(client)
    checked = SessionsOut.model_validate(listed).model_dump(mode="json")
    assert checked.keys() == listed.keys()
    assert [one.keys() for one in checked["items"]] == [one.keys() for one in listed["items"]]
    assert len(listed["items"]) == 4


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


# The document


def test_the_openapi_document_is_valid(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert f"{SESSIONS}/{{session_id}}/registrations" in document["paths"]
