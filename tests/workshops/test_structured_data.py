"""What search engines read."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory

from maillage.bookings.models import Session, SessionStatus
from maillage.bookings.page_querysets import load_dates_to_come
from maillage.bookings.public.structured_data import MOST_EVENTS
from tests.bookings.factories import make_cycle, make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.workshops.factories import add_dates
from workshops.models import PriceKind
from workshops.structured_data import events_json

pytestmark = pytest.mark.django_db


def events_of(page: Any) -> list[dict[str, Any]]:
    return json.loads(events_json(page, load_dates_to_come(page), RequestFactory().get("/")))


def event_of(session: Session) -> dict[str, Any]:
    return events_of(session.page.specific)[0]


def test_a_date_is_an_event_with_its_place_and_its_organiser() -> None:
    mulots = make_organization(phone="+33261910001")
    place = make_place(mulots, name="Médiathèque", postal_code="35600", street="6 rue Neuve")
    session = make_session(
        make_page(mulots, title="Trier mes photos", place=place), capacity=8, seats_taken=3
    )
    event = event_of(session)
    assert event["@type"] == "Event"
    assert event["name"] == "Trier mes photos"
    assert event["startDate"] == session.local_start.isoformat()
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["address"]["streetAddress"] == "6 rue Neuve"
    assert event["organizer"]["telephone"] == "+33261910001"
    assert event["remainingAttendeeCapacity"] == 5
    assert event["offers"]["price"] == 0


def test_a_cancelled_date_is_said_cancelled() -> None:
    event = event_of(make_session(status=SessionStatus.CANCELLED))
    assert event["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize("status", [SessionStatus.CANCELLED, SessionStatus.POSTPONED])
def test_a_date_that_does_not_take_place_is_not_on_offer(status: str) -> None:
    assert "offers" not in event_of(make_session(status=status))


def test_a_moved_date_says_when_it_was() -> None:
    session = make_session()
    first = session.local_start
    Session.objects.update(start=session.start + timedelta(days=1), end=session.end + timedelta(days=1))
    event = event_of(session)
    assert event["eventStatus"] == "https://schema.org/EventRescheduled"
    assert event["previousStartDate"] == first.isoformat()


def test_a_full_date_is_sold_out() -> None:
    assert event_of(make_session(capacity=2, seats_taken=2))["offers"]["availability"].endswith("/SoldOut")


def test_dates_of_a_series_name_it() -> None:
    sessions = make_cycle(capacities=(5, 5))
    first, second = events_of(sessions[0].page.specific)
    assert first["superEvent"]["@type"] == "EventSeries"
    assert first["superEvent"] == second["superEvent"]


def test_a_price_is_not_free() -> None:
    page = make_page(price_kind=PriceKind.PRICE, price=Decimal("2.50"))
    event = event_of(make_session(page))
    assert event["offers"]["price"] == 2.5
    assert event["isAccessibleForFree"] is False


def test_an_address_for_registered_people_is_not_given() -> None:
    mulots = make_organization()
    place = make_place(
        mulots, name="Chez un voisin", street="3 rue du Four", address_for_registered_only=True
    )
    location = event_of(make_session(make_page(mulots, place=place)))["location"]
    assert location["name"] == "Redon"
    assert "streetAddress" not in location["address"]


def test_a_title_cannot_close_the_script() -> None:
    page = make_page(title="</script><b>")
    make_session(page)
    text = events_json(page, load_dates_to_come(page), None)
    assert "<" not in text
    assert json.loads(text)[0]["name"] == "</script><b>"


def test_a_page_without_dates_has_no_events() -> None:
    assert events_json(make_page(), [], None) == ""


def test_the_events_are_bounded() -> None:
    page = make_page()
    add_dates(page, MOST_EVENTS + 3)
    assert len(events_of(page)) == MOST_EVENTS
