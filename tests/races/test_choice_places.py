"""A hundred people want the five places of one choice, on a date with seats for all of them."""

import json

import pytest

from tests.support.servers import LiveSite, on_both_databases

from .crowd import Rush, run
from .test_last_seats import last_line

pytestmark = pytest.mark.slow

PLACES, PEOPLE = 5, 100
LEARN, PHOTOS = "Que voulez-vous apprendre ?", "Les photos"

PREPARE = f"""
import json
from tests.bookings.factories import make_session
from tests.bookings.questions import ask, choice_of, name_of, page_that_asks
question = ask("choice", "{LEARN}", choices=(("{PHOTOS}", {PLACES}), "Les courriels"))
session = make_session(page_that_asks(question), capacity={PEOPLE})
print(json.dumps([session.public_id, name_of("{LEARN}"), choice_of("{LEARN}", "{PHOTOS}")]))
"""

COUNT = """
import json
from maillage.bookings.models import Answer, Registration, Session
print(json.dumps([Answer.objects.count(), Registration.objects.count(), Session.objects.get().seats_taken]))
"""


def rush(site: LiveSite) -> dict[int, int]:
    public_id, question, choice = json.loads(last_line(site.python(PREPARE)))
    return run(Rush(f"{site.url}/inscription/{public_id}/", PEOPLE, fields={question: choice}))


def count(site: LiveSite) -> list[int]:
    return json.loads(last_line(site.python(COUNT)))


@on_both_databases
def test_the_places_of_a_choice_are_given_once_and_who_comes_late_is_written_nowhere(
    server_database, live_site
) -> None:
    site = live_site(server_database)
    assert rush(site) == {302: PLACES, 422: PEOPLE - PLACES}
    assert count(site) == [PLACES, PLACES, PLACES]


@pytest.mark.postgres
@pytest.mark.parametrize("server_database", ["postgres"], indirect=True)
def test_without_the_lock_too_many_get_a_place(server_database, live_site) -> None:
    site = live_site(server_database, application="tests.races.without_locks")
    rush(site)
    assert count(site)[0] > PLACES
