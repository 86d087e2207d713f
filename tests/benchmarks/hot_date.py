"""What one process of the benchmark does: register people, or take bare seats, as fast as it can."""

import json
import sys
import time
import uuid

import django
from django.db import connection, transaction


def run(function: str, session_id: int, times: int) -> None:
    """Wait for the others, do `function` that many times, print when it began and ended."""
    django.setup()
    connection.ensure_connection()
    act = {"register_people": register_people, "take_bare_seats": take_bare_seats}[function](session_id)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    for _time in range(times):
        act()
    print(json.dumps({"began": began, "ended": time.monotonic()}), flush=True)


def register_people(session_id: int):
    """Return the real thing: the service, with its waiting list, its dates and its queued e-mail."""
    from maillage.bookings.models import RegistrationSource, Session
    from maillage.bookings.services import register

    session = Session.objects.for_cards().get(pk=session_id)

    def act() -> None:
        key = uuid.uuid4().hex
        register(
            session,
            name="Camille",
            email="camille@maison.example",
            source=RegistrationSource.WEB,
            idempotency_key=key,
        )

    return act


def take_bare_seats(session_id: int):
    """Return the least that is right: lock the row, count the seat, write the person."""
    from django.db.models import F
    from django.utils import timezone

    from maillage.bookings.models import Registration, Session

    organization_id = Session.objects.get(pk=session_id).organization_id

    def act() -> None:
        with transaction.atomic():
            Session.objects.select_for_update().get(pk=session_id)
            Session.objects.filter(pk=session_id).update(seats_taken=F("seats_taken") + 1)
            Registration.objects.create(
                organization_id=organization_id,
                name="Camille",
                email="camille@maison.example",
                status="confirmed",
                source="web",
                expires_on=timezone.localdate(),
            )

    return act
