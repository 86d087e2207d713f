"""Every public form has the same protection: a person is asked once more, and loses nothing."""

from __future__ import annotations

import base64
import json
import re
import time

import pytest
from altcha import solve_challenge_v1
from django.apps import apps
from django.core.checks import run_checks
from django.core.signing import Signer
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from equipment.models import Donation, Need
from maillage.bookings.models import Registration
from maillage.web import form_protection
from maillage.web.conf import get_conf
from maillage.web.form_protection import BESIDES_FILES, HONEYPOT, BoundedFormMixin
from tests.bookings.factories import make_session
from tests.bookings.questions import PERSON
from tests.equipment.factories import make_workshop, ready_machine

pytestmark = pytest.mark.django_db

ROSALIE = {
    "contact_name": "Rosalie Patarin",
    "phone": "06 39 98 01 01",
    "situation": "person",
    "form_key": "a",
}
SECRET = "a secret of more than sixteen signs"


def registration():
    return reverse("bookings:register", args=[make_session().public_id]), PERSON


def machine():
    return reverse("equipment_public:machine", args=[ready_machine(make_workshop()).tag]), ROSALIE


def need():
    workshop = ready_machine(make_workshop()).organization
    return reverse("equipment_public:need"), {**ROSALIE, "organization": workshop.pk, "wanted": "laptop"}


def donation():
    workshop = ready_machine(make_workshop()).organization
    given = {"kind": "person", "what": "Deux portables", "way": "brought"}
    return reverse("equipment_public:donation"), {**ROSALIE, **given, "organization": workshop.pk}


FORMS = [registration, machine, need, donation]
every_form = pytest.mark.parametrize("make", FORMS)


def is_written():
    return Registration.objects.exists() or Need.objects.exists() or Donation.objects.exists()


def stamp_of(page):
    return re.search(r'name="drawn_at" value="([^"]+)"', page)[1]


def solved(page):
    """What a browser sends: the number that it found."""
    challenge = json.loads(re.search(r'id="altcha-challenge"[^>]*>(.*?)</script>', page)[1])
    words = (challenge["challenge"], challenge["salt"], challenge["algorithm"], challenge["maxnumber"])
    found = solve_challenge_v1(*words, 0)
    payload = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**payload, "number": found.number}).encode()).decode()


@every_form
def test_a_person_sends_the_form(client, make):
    url, typed = make()
    assert client.post(url, typed).status_code == 302
    assert is_written()


@every_form
def test_a_field_that_nobody_sees_brings_the_form_back(client, make):
    url, typed = make()
    again = client.post(url, {**typed, HONEYPOT: "https://pub.example"})
    assert again.status_code == 422
    assert "Relisez vos réponses" in again.content.decode()
    assert "pub.example" not in again.content.decode()
    assert not is_written()


@every_form
def test_a_form_sent_too_quickly_passes_a_moment_later(client, make, settings, monkeypatch):
    settings.MAILLAGE_WEB = {"SECONDS_TO_FILL_A_FORM": 2}
    url, typed = make()
    stamp = stamp_of(client.get(url).content.decode())
    again = client.post(url, {**typed, "drawn_at": stamp})
    assert (again.status_code, stamp_of(again.content.decode())) == (422, stamp)
    assert not is_written()
    later = time.time() + 3
    monkeypatch.setattr(form_protection.time, "time", lambda: later)
    assert client.post(url, {**typed, "drawn_at": stamp}).status_code == 302


@every_form
@pytest.mark.parametrize("stamp", ["", "0", "1.abc", "\x00"])
def test_a_forged_hour_is_no_hour(client, make, settings, stamp):
    settings.MAILLAGE_WEB = {"SECONDS_TO_FILL_A_FORM": 2}
    url, typed = make()
    assert client.post(url, {**typed, "drawn_at": stamp}).status_code == 422
    assert not is_written()


@every_form
def test_a_form_that_was_opened_before_an_upgrade_still_posts(client, make, settings):
    settings.MAILLAGE_WEB = {"SECONDS_TO_FILL_A_FORM": 2}
    url, typed = make()
    stamp = Signer(salt="maillage.bookings.form").sign("1700000000")
    assert client.post(url, {**typed, "drawn_at": stamp}).status_code == 302


@pytest.mark.parametrize(("ahead", "passes"), [(0, False), (50, False), (30 * 86_400, True)])
def test_a_form_that_was_drawn_while_the_clock_was_ahead_posts(client, settings, ahead, passes):
    settings.MAILLAGE_WEB = {"SECONDS_TO_FILL_A_FORM": 2}
    url, typed = registration()
    stamp = Signer(salt="maillage.bookings.form").sign(str(int(time.time()) + ahead))
    assert (client.post(url, {**typed, "drawn_at": stamp}).status_code == 302) is passes


@every_form
def test_the_work_of_a_browser_opens_the_form(client, make, settings):
    settings.MAILLAGE_WEB = {**settings.MAILLAGE_WEB, "ALTCHA_KEY": SECRET}
    url, typed = make()
    page = client.get(url).content.decode()
    assert client.post(url, typed).status_code == 422
    assert not is_written()
    assert "appelez-nous" in re.search(r"<noscript>.*?</noscript>", page, re.DOTALL)[0]
    assert client.post(url, {**typed, "altcha": solved(page)}).status_code == 302


@every_form
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_that_no_form_makes_is_refused_unread(make, kind):
    url, _typed = make()
    # Nothing of it is there: whoever read it would wait for the rest, or find no token.
    body = {"CONTENT_LENGTH": str(3 * 8_000_000 + BESIDES_FILES + 1)}
    refused = Client(enforce_csrf_checks=True).post(url, b"", content_type=kind, **body)
    assert refused.status_code == 413
    assert "trop" in refused.content.decode()


@every_form
def test_a_request_that_another_site_forged_is_refused(make):
    url, typed = make()
    assert Client(enforce_csrf_checks=True).post(url, typed).status_code == 403
    assert not is_written()


# Screens of the team, which asks who looks before anything else.
SIGNED_IN = ("equipment_workshop", "m/", "e/", "admin/", "api/")


def public_views(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from public_views(entry, path)
        elif not path.startswith(SIGNED_IN):
            yield path, getattr(entry.callback, "view_class", None)


def test_no_public_form_goes_without_a_size():
    posted = {path: view for path, view in public_views() if hasattr(view, "post")}
    # Wagtail's own stands behind ours, at the same address.
    unbounded = [path for path, view in posted.items() if not issubclass(view, BoundedFormMixin)]
    assert len(posted) > 15
    assert unbounded in ([], ["_util/login/"])


def test_the_keys_are_read_where_they_stood_before(settings):
    settings.MAILLAGE_BOOKINGS = {"ALTCHA_KEY": SECRET, "RETENTION_DAYS": 30}
    assert get_conf()["ALTCHA_KEY"] == SECRET
    assert "RETENTION_DAYS" not in get_conf()
    settings.MAILLAGE_WEB = {"ALTCHA_KEY": ""}
    assert get_conf()["ALTCHA_KEY"] == ""


def test_a_host_that_has_not_installed_the_app_reads_which_line_to_add(monkeypatch):
    assert [error for error in run_checks() if error.id == "web.E001"] == []
    monkeypatch.setattr(apps, "is_installed", lambda name: name != "maillage.web")
    (error,) = [error for error in run_checks() if error.id == "web.E001"]
    assert 'Add "maillage.web" to INSTALLED_APPS' in error.hint
