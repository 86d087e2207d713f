"""Registrations while mail fails: accepted at once, each e-mail arrives later and once."""

from __future__ import annotations

import http.client
import json
import urllib.request

import pytest
from django.urls import reverse

from maillage.bookings.models import Registration
from maillage.outbox.models import Message
from tests.outbox.mail_servers import MailServer, silent_server
from tests.support.servers import on_both_databases

from .factories import make_session
from .questions import PERSON

CUT_OFF = (OSError, http.client.HTTPException)
OPEN_A_DATE = """
from tests.bookings.factories import make_session
print(make_session(capacity=50).public_id)
"""
# A worker was there a moment ago: requests leave their messages to it.
A_WORKER_WAS_HERE = """
from django.utils import timezone
from maillage.outbox import worker
worker.beat("gone", timezone.now())
"""
TEN_MINUTES_LATER = """
from datetime import timedelta
from django.db.models import F
from maillage.outbox.models import Message, WorkerHeartbeat
WorkerHeartbeat.objects.update(seen_at=F("seen_at") - timedelta(minutes=10))
Message.objects.update(not_before=F("not_before") - timedelta(minutes=10))
"""
STATUSES = (
    "from maillage.outbox.models import Message; print(*Message.objects.values_list('status', flat=True))"
)
PEOPLE = """
from maillage.bookings.models import Registration
print(*Registration.objects.order_by("pk").values_list("email", flat=True))
"""


@pytest.fixture
def server():
    return MailServer()


def register(site, date: str, number: int, key: str = "") -> int:
    """Register one person by the API, as another site does; return the status."""
    address = f"{site.url}/api/v1/sessions/{date}/registrations"
    person = {"name": f"Personne {number}", "email": email_of(number)}
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or f"clef-{number}"}
    request = urllib.request.Request(address, json.dumps(person).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return answer.status


def last_line(site, code: str) -> list[str]:
    """The words that the program printed last, after what the site has logged."""
    return site.python(code).splitlines()[-1].split()


def email_of(number: int) -> str:
    return f"personne{number}@maison.example"


@on_both_databases
def test_while_the_worker_is_away_every_message_waits_and_then_arrives_once(
    server_database, live_site, server
):
    site = live_site(server_database, processes=2, extra_env={"EMAIL_URL": server.url})
    date = last_line(site, OPEN_A_DATE)[0]
    site.python(A_WORKER_WAS_HERE)

    answers = [register(site, date, number) for number in range(6)]
    waiting = last_line(site, STATUSES)
    site.python(TEN_MINUTES_LATER)
    with server.open():
        site.manage("worker", "--once")
        site.manage("worker", "--once")

    assert answers == [201] * 6
    assert waiting == ["pending"] * 6
    assert sorted(server.recipients) == [email_of(number) for number in range(6)]
    assert set(last_line(site, STATUSES)) == {"sent"}


def test_while_the_mail_server_refuses_people_register_and_are_written_to_later(
    server_database, live_site, server
):
    site = live_site(server_database, processes=2, extra_env={"EMAIL_URL": server.url})
    date = last_line(site, OPEN_A_DATE)[0]

    answers = [register(site, date, number) for number in range(4)]
    site.python(TEN_MINUTES_LATER)
    with server.open():
        site.manage("worker", "--once")

    assert answers == [201] * 4
    assert sorted(server.recipients) == [email_of(number) for number in range(4)]


@on_both_databases
def test_a_server_killed_between_the_commit_and_the_sending_loses_no_message(
    server_database, live_site, server
):
    site = live_site(
        server_database,
        processes=2,
        extra_env={"EMAIL_URL": server.url},
        application="tests.bookings.killed_after_commit",
    )
    date = last_line(site, OPEN_A_DATE)[0]

    with server.open():
        for number in range(3):
            with pytest.raises(CUT_OFF):
                register(site, date, number)
        before = list(server.received)
        site.manage("worker", "--once")

    assert before == []
    assert last_line(site, PEOPLE) == [email_of(number) for number in range(3)]
    assert sorted(server.recipients) == [email_of(number) for number in range(3)]


def test_who_tries_again_after_such_a_kill_is_registered_and_written_to_once(
    server_database, live_site, server
):
    site = live_site(
        server_database,
        processes=2,
        extra_env={"EMAIL_URL": server.url},
        application="tests.bookings.killed_after_commit",
    )
    date = last_line(site, OPEN_A_DATE)[0]

    with server.open():
        with pytest.raises(CUT_OFF):
            register(site, date, 1, key="la-meme")
        again = [register(site, date, 1, key="la-meme") for _turn in range(2)]
        site.manage("worker", "--once")

    assert again == [201, 201]
    assert server.recipients == [email_of(1)]
    assert last_line(site, PEOPLE) == [email_of(1)]


@pytest.mark.django_db
def test_a_silent_mail_server_costs_a_registration_one_limit_and_not_its_seat(
    client, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.MAILLAGE_OUTBOX = {"REQUEST_SECONDS": 1.0}
    session = make_session()
    with silent_server() as port:
        settings.EMAIL_PORT = port
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                reverse("bookings:register", args=[session.public_id]), {**PERSON, "email": email_of(1)}
            )

    assert answer.status_code == 302
    assert Registration.objects.get().status == "confirmed"
    assert list(Message.objects.values_list("status", "attempts")) == [("pending", 1)]
