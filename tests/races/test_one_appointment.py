"""Forty people want the same hour of a permanence: real server processes, both databases."""

import json

import pytest

from tests.support.servers import LiveSite, on_both_databases

from .crowd import Rush, run

pytestmark = pytest.mark.slow

PEOPLE, HOURS = 40, 8

PREPARE = """
from datetime import timedelta
from django.utils import timezone
from maillage.bookings.services import add_session
from tests.bookings.factories import make_page
start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
session = add_session(make_page(), start=start, end=start + timedelta(hours=4), slot_minutes=30)
print(session.public_id, (start + timedelta(hours=1)).isoformat())
"""
COUNT = """
import json
from collections import Counter
from maillage.bookings.models import RegisteredDate, Registration, Session
hours = [row.slot_start.isoformat() for row in RegisteredDate.objects.exclude(slot_start=None)]
print(json.dumps({
    "taken": Session.objects.get().seats_taken,
    "hours": Counter(hours),
    "people": Registration.objects.count(),
    "confirmed": Registration.objects.confirmed().count(),
    "waiting_with_an_hour": RegisteredDate.objects.exclude(slot_start=None).exclude(
        registration__status="confirmed").count(),
}))
"""


def last_line(output: str) -> str:
    """What the program printed, after what the site has logged."""
    return output.splitlines()[-1]


def count(site: LiveSite) -> dict:
    return json.loads(last_line(site.python(COUNT)))


@on_both_databases
def test_one_hour_that_everybody_wants_is_given_to_one_person(server_database, live_site) -> None:
    site = live_site(server_database)
    public_id, hour = last_line(site.python(PREPARE)).split()
    answers = run(Rush(f"{site.url}/inscription/{public_id}/", PEOPLE, fields={"slot": hour}))
    assert answers == {302: 1, 422: PEOPLE - 1}
    result = count(site)
    assert result["hours"] == {hour: 1}
    assert (result["taken"], result["people"]) == (1, 1)


@on_both_databases
def test_who_asks_for_no_hour_gets_one_of_their_own_and_the_others_wait(server_database, live_site) -> None:
    site = live_site(server_database)
    public_id, _hour = last_line(site.python(PREPARE)).split()
    answers = run(Rush(f"{site.url}/inscription/{public_id}/", PEOPLE))
    assert answers == {302: PEOPLE}
    result = count(site)
    assert list(result["hours"].values()) == [1] * HOURS
    assert (result["taken"], result["confirmed"], result["waiting_with_an_hour"]) == (HOURS, HOURS, 0)
