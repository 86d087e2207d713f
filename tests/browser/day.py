"""A date of today with three people, written and read in the site's own database by another process."""

from __future__ import annotations

import json
import sys
import uuid
from typing import Any

from django.test import Client

from maillage.bookings.models import RegisteredDate, Session
from maillage.bookings.services import cancel_session
from maillage.bookings.services.attendance import presence
from maillage.places.models import Organization
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_editor, make_organization


def make_day() -> None:
    """Print the date's code and the session cookie of an editor who keeps its registrations."""
    organization = Organization.objects.first() or make_organization("Les Mulots")
    session = make_session(make_page(organization, slug=uuid.uuid4().hex), in_days=0.02, capacity=8)
    for name in ("Ana", "Bob", "Zoé"):
        enroll(session, name)
    client = Client()
    client.force_login(make_editor(organization, f"{session.public_id}@mulots.example"))
    _write({"public_id": session.public_id, "cookie": client.cookies["sessionid"].value})


def cancel_day(public_id: str) -> None:
    """Cancel a date, so late that Ines is called though she is written to, as is Max who has no e-mail."""
    session = Session.objects.get(public_id=public_id)
    enroll(session, "Ines", phone="+33639982050")
    enroll(session, "Max", email="", phone="+33261912051")
    cancel_session(session, reason="L’animatrice est malade")


def show_day(public_id: str) -> None:
    """Print what was noted on a date: the attendance of each person, and how many people are there."""
    session = Session.objects.get(public_id=public_id)
    rows = RegisteredDate.objects.filter(session=session).select_related("registration")
    noted = {row.registration.name: row.attendance for row in rows}
    _write({"noted": noted, "people": presence(session).people})


def _write(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values))
