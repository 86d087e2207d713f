"""The limit of one address is one for all server processes: real servers, real clients, both databases."""

import json
import urllib.error
import urllib.request

import pytest

from tests.support.servers import on_both_databases

from .crowd import Rush, run
from .test_last_seats import count, open_date

pytestmark = pytest.mark.slow

LIMIT, PEOPLE = 10, 40


@on_both_databases
def test_the_limit_of_one_address_holds_across_processes(server_database, live_site) -> None:
    site = live_site(server_database, processes=4, application="tests.races.few_registrations")
    form = open_date(site, PEOPLE)
    assert run(Rush(form, PEOPLE)) == {302: LIMIT, 429: PEOPLE - LIMIT}
    assert count(site)["confirmed"] == LIMIT
    assert refusal_by_the_api(form) == (429, True)


def refusal_by_the_api(form: str) -> tuple[int, bool]:
    """Try once more by the other door; return the status, and whether the answer says when to come back."""
    address = form.replace("/inscription/", "/api/v1/sessions/") + "registrations"
    body = json.dumps({"name": "Camille", "phone": "0639989999"}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request)
    with refusal.value as answer:
        return answer.code, int(answer.headers["Retry-After"]) > 0
