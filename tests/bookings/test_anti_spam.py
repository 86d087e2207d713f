"""Programs are kept out without a puzzle; a person is asked once more, and loses nothing."""

from __future__ import annotations

import base64
import json
import re
import time
from typing import Any

import pytest
from altcha import solve_challenge_v1
from django.urls import reverse

from maillage.bookings.conf import get_conf
from maillage.bookings.models import Registration, Session
from maillage.web import form_protection
from tests.places.factories import make_organization

from .api_client import post as post_to_the_api
from .factories import make_page, make_session
from .questions import PERSON

pytestmark = pytest.mark.django_db


def path_of(session: Session) -> str:
    return reverse("bookings:register", args=[session.public_id])


def stamp_of(response: Any) -> str:
    return re.search(r'name="drawn_at" value="([^"]+)"', response.content.decode())[1]


@pytest.fixture
def two_seconds(settings: Any) -> None:
    settings.MAILLAGE_WEB = {"SECONDS_TO_FILL_A_FORM": 2}


@pytest.fixture
def altcha_on(settings: Any) -> None:
    settings.MAILLAGE_WEB = {**settings.MAILLAGE_WEB, "ALTCHA_KEY": "a secret of more than sixteen signs"}


def test_a_field_that_nobody_sees_brings_the_form_back_with_what_was_typed(client: Any) -> None:
    session = make_session()
    response = client.post(path_of(session), {**PERSON, form_protection.HONEYPOT: "https://pub.example"})
    assert response.status_code == 422
    assert 'value="Camille Le Goff"' in response.content.decode()
    assert "pub.example" not in response.content.decode()
    assert not Registration.objects.exists()


def test_the_hidden_field_is_out_of_reach_of_keyboards_screen_readers_and_browsers(client: Any) -> None:
    page = client.get(path_of(make_session())).content.decode()
    hidden = re.search(
        rf'<div[^>]*aria-hidden="true">.*?name="{form_protection.HONEYPOT}"[^>]*>', page, re.DOTALL
    )[0]
    assert 'tabindex="-1"' in hidden
    assert 'autocomplete="off"' in hidden


@pytest.mark.usefixtures("two_seconds")
def test_a_form_sent_too_quickly_is_asked_again_and_passes_a_moment_later(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session()
    stamp = stamp_of(client.get(path_of(session)))
    again = client.post(path_of(session), {**PERSON, "drawn_at": stamp})
    assert again.status_code == 422
    assert 'value="Camille Le Goff"' in again.content.decode()
    assert stamp_of(again) == stamp
    later = time.time() + 3
    monkeypatch.setattr(form_protection.time, "time", lambda: later)
    assert client.post(path_of(session), {**PERSON, "drawn_at": stamp}).status_code == 302


@pytest.mark.usefixtures("two_seconds")
@pytest.mark.parametrize("stamp", ["", "0", "1.abc", "\x00", "9" * 400])
def test_a_forged_hour_is_no_hour(client: Any, stamp: str) -> None:
    assert client.post(path_of(make_session()), {**PERSON, "drawn_at": stamp}).status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.usefixtures("two_seconds", "altcha_on")
def test_the_api_is_held_to_its_limits_alone(client: Any) -> None:
    assert post_to_the_api(client, make_session()).status_code == 201


def test_one_date_has_a_limit_whatever_the_addresses(client: Any, settings: Any) -> None:
    settings.MAILLAGE_BOOKINGS = {**get_conf(), "REGISTRATIONS_PER_DATE_PER_HOUR": 2}
    session = make_session(capacity=9)
    answers = [
        client.post(path_of(session), {**PERSON, "phone": f"06 39 98 12 3{n}"}, REMOTE_ADDR=f"192.0.2.{n}")
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


def solved(page: str) -> str:
    """What a browser sends: the number that it found."""
    challenge = json.loads(re.search(r'id="altcha-challenge"[^>]*>(.*?)</script>', page)[1])
    words = (challenge["challenge"], challenge["salt"], challenge["algorithm"], challenge["maxnumber"])
    found = solve_challenge_v1(*words, 0)
    payload = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**payload, "number": found.number}).encode()).decode()


def test_no_work_is_asked_unless_the_site_wants_it(client: Any) -> None:
    assert "altcha" not in client.get(path_of(make_session())).content.decode()


@pytest.mark.usefixtures("altcha_on")
def test_the_work_of_a_browser_opens_the_form(client: Any) -> None:
    session = make_session()
    solution = solved(client.get(path_of(session)).content.decode())
    assert client.post(path_of(session), {**PERSON, "altcha": solution}).status_code == 302


@pytest.mark.usefixtures("altcha_on")
@pytest.mark.parametrize("solution", ["", "x", "e30=", "W10=", "MQ==", "A" * 5000, "\x00"])
def test_without_the_work_the_form_is_asked_again(client: Any, solution: str) -> None:
    response = client.post(path_of(make_session()), {**PERSON, "altcha": solution})
    assert response.status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.usefixtures("altcha_on")
def test_one_work_does_not_open_many_forms(client: Any) -> None:
    session = make_session(capacity=20)
    solution = solved(client.get(path_of(session)).content.decode())
    answers = [
        client.post(path_of(session), {**PERSON, "name": f"Robot {n}", "altcha": solution}).status_code
        for n in range(6)
    ]
    assert answers.count(302) == 3


@pytest.mark.usefixtures("altcha_on")
def test_without_javascript_people_read_a_phone_number(client: Any) -> None:
    session = make_session(make_page(make_organization(phone="02 61 91 00 00")))
    page = client.get(path_of(session)).content.decode()
    without = re.search(r"<noscript>.*?</noscript>", page, re.DOTALL)[0]
    assert "tel:" in without
