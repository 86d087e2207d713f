"""Whatever is sent, the site answers what is wrong: never an error of its own, and nothing is written."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.processes import run_python
from tests.support.servers import on_both_databases

from .hostile import FORM, JSON, TOKEN, hostile_bodies, hostile_fields, hostile_targets, send

pytestmark = pytest.mark.slow

# The rows of every table but those of rate limits, which count what is refused too.
PRINT_ROWS = """
import json
from django.apps import apps
counted = {model._meta.label: model._default_manager.count() for model in apps.get_models()
           if model._meta.managed and model._meta.label not in ("privacy.RateCount", "sessions.Session")}
print(json.dumps(counted))
"""
MAKE_SITE = """
from tests.contracts.site import make_whole_site
print(make_whole_site().public_id)
"""


@pytest.fixture
def environment(tmp_path):
    """What the site is told: its name, and where its files are."""
    return {"MEDIA_ROOT": str(tmp_path / "media"), "ALLOWED_HOSTS": "127.0.0.1"}


@pytest.fixture
def date(server_database, environment):
    """The public identifier of a date to come, in a database that holds one of everything."""
    return run_python(server_database, MAKE_SITE, extra_env=environment).splitlines()[-1]


@pytest.fixture
def site(server_database, date, live_site, environment):
    """The site as it runs."""
    return live_site(server_database, processes=2, extra_env=environment)


def rows(site):
    return json.loads(site.python(PRINT_ROWS).splitlines()[-1])


def ask_all(site, targets):
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(lambda target: send(site.url, "GET", target), targets))


@on_both_databases
def test_no_address_makes_the_site_fail_or_write(site, date):
    before = rows(site)

    answers = ask_all(site, hostile_targets())

    assert len(answers) > 2500
    assert [answer.asked for answer in answers if answer.status >= 500] == []
    assert [answer.asked for answer in answers if "X-Injected" in answer.headers] == []
    assert rows(site) == before


@on_both_databases
def test_no_body_sent_to_the_api_makes_it_fail_or_write(site, date):
    before = rows(site)
    target = f"/api/v1/sessions/{date}/registrations"

    answers = [
        (send(site.url, "POST", target, body, {"Content-Type": kind}), body[:80])
        for kind, body in hostile_bodies()
    ]

    assert [(body, answer.status) for answer, body in answers if not 400 <= answer.status < 500] == []
    assert [body for answer, body in answers if answer.headers["Content-Type"].split(";")[0] != JSON] == []
    assert rows(site) == before


@on_both_databases
def test_no_field_of_the_form_makes_the_site_fail_or_write(site, date):
    before = rows(site)
    target = f"/inscription/{date}/"
    form = send(site.url, "GET", target)
    hidden = f"&csrfmiddlewaretoken={TOKEN.search(form.text)[1]}&form_key=%00"
    headers = {"Content-Type": FORM, "Cookie": form.headers["Set-Cookie"].split(";")[0]}

    answers = [
        (fields, send(site.url, "POST", target, (_encoded(fields) + hidden).encode(), headers))
        for fields in hostile_fields()
    ]

    assert [fields for fields, answer in answers if answer.status != 422] == []
    assert rows(site) == before


def _encoded(fields):
    return "&".join(f"{name}={value}" for name, value in fields.items())


@on_both_databases
def test_ten_megabytes_are_refused(site, date):
    before = rows(site)
    form = send(site.url, "GET", f"/inscription/{date}/")
    hidden = f"csrfmiddlewaretoken={TOKEN.search(form.text)[1]}&name="
    cookie = {"Cookie": form.headers["Set-Cookie"].split(";")[0]}
    ten_megabytes = b"a" * 10_000_000

    answers = {
        kind: send(site.url, "POST", target, body, {"Content-Type": kind, **cookie}).status
        for kind, target, body in (
            (FORM, f"/inscription/{date}/", hidden.encode() + ten_megabytes),
            (JSON, f"/api/v1/sessions/{date}/registrations", b'{"name": "' + ten_megabytes + b'"}'),
        )
    }

    assert answers == {FORM: 400, JSON: 413}
    assert rows(site) == before


@on_both_databases
def test_nobody_is_led_to_a_host_that_was_made_up(site, date):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "1", "Forwarded": "host=evil.example"}
    targets = ["/", f"/agenda/{date}/", f"/agenda/{date}.ics", "/api/v1/sessions", "/api/v2/pages/"]

    trusted = [send(site.url, "GET", target, headers=forged) for target in targets]
    hosts = ["evil.example", "127.0.0.1:80@evil.example", "127.0.0.1\t.evil", "[::1]evil", "a" * 300]
    refused = [send(site.url, "GET", "/", headers={"Host": host}).status for host in hosts]

    assert [answer.asked for answer in trusted if b"evil.example" in answer.body] == []
    assert {answer.status for answer in trusted} == {200}
    assert refused == [400] * len(hosts)
