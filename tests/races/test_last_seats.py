"""Two hundred people want fifteen seats: real server processes, real clients, both databases."""

import json

import pytest

from tests.support.servers import LiveSite, on_both_databases

from .crowd import Rush, run

pytestmark = pytest.mark.slow

SEATS, PEOPLE = 15, 200

PREPARE = """
from tests.bookings.factories import make_session
print(make_session(capacity={seats}).public_id)
"""

COUNT = """
import json
from django.db.models import Sum
from maillage.bookings.models import Registration, Session
session = Session.objects.get()
confirmed = Registration.objects.confirmed()
print(json.dumps({
    "confirmed": confirmed.aggregate(total=Sum("seats"))["total"] or 0,
    "waiting": Registration.objects.waiting().count(),
    "taken": session.seats_taken,
    "order": [row.status for row in Registration.objects.order_by("created_at", "pk")],
}))
"""


def open_date(site: LiveSite, seats: int) -> str:
    public_id = last_line(site.python(PREPARE.format(seats=seats)))
    return f"{site.url}/inscription/{public_id}/"


def count(site: LiveSite) -> dict:
    return json.loads(last_line(site.python(COUNT)))


def last_line(output: str) -> str:
    """What the program printed, after what the site has logged."""
    return output.splitlines()[-1]


@on_both_databases
def test_the_last_seats_are_sold_once_and_none_stays_empty(server_database, live_site) -> None:
    site = live_site(server_database)
    answers = run(Rush(open_date(site, SEATS), PEOPLE))
    assert answers == {302: PEOPLE}
    result = count(site)
    assert (result["confirmed"], result["waiting"]) == (SEATS, PEOPLE - SEATS)
    assert result["taken"] == SEATS
    assert result["order"] == ["confirmed"] * SEATS + ["waiting"] * (PEOPLE - SEATS)


@pytest.mark.postgres
@pytest.mark.parametrize("server_database", ["postgres"], indirect=True)
def test_without_the_guards_the_same_crowd_is_sold_too_many_seats(server_database, live_site) -> None:
    site = live_site(server_database, application="tests.races.unguarded")
    run(Rush(open_date(site, SEATS), PEOPLE))
    assert count(site)["confirmed"] > SEATS


@on_both_databases
def test_a_button_pressed_twenty_times_is_one_registration(server_database, live_site) -> None:
    site = live_site(server_database)
    answers = run(Rush(open_date(site, SEATS), people=1, processes=1, presses=20))
    assert answers == {302: 20}
    assert count(site)["confirmed"] == 1
