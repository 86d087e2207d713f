"""What the site's own process makes and does for a month of one workshop, in one run of Python each."""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from maillage.bookings.links import registration_path
from maillage.bookings.models import Session
from maillage.bookings.services import cancel_registration
from maillage.outbox.delivery import deliver_due
from maillage.outbox.jobs import get_jobs
from maillage.places.models import Organization, Place
from maillage.privacy.services import expire_all
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_editor, make_place

TITLE = "Sauvegarder ses photos"
LEADER = "gaelle@mulots.example"
# Longer than people are kept after their date; the dates of the refusals come so much later that they stay.
A_SEASON = timedelta(days=62)
DAYS_TO_REFUSALS = 30


def prepare() -> None:
    """Make a site with one association, its draft of a workshop, two editors and somebody who leads dates.

    Prints the page's key, the session cookies by first name, and the dates of the refusals by theirs.
    """
    call_command(
        "start_site",
        "--no-input",
        name="Réseau numérique du Pays de Redon",
        association="Les Mulots",
        email="lou@mulots.example",
        stdout=io.StringIO(),
    )
    organization = Organization.objects.get(name="Les Mulots")
    place = make_place(organization, name="Salle des Marais", postal_code="35600")
    page = make_page(organization, title=TITLE, place=place, live=False, seats_per_registration=3)
    leader = User.objects.create_user(LEADER)
    leader.groups.add(Group.objects.get(permissions__codename="lead_session"))
    users = {
        "lou": make_editor(organization, "lou@mulots.example"),
        "sam": make_editor(organization, "sam@mulots.example"),
        "gaelle": leader,
    }
    _write(
        {
            "page": page.pk,
            "cookies": {name: _cookie(user) for name, user in users.items()},
            **_make_refusals(organization, place),
        }
    )


def live_on(job: str, *, hours_before: float, public_id: str) -> None:
    """Run a periodic job as the worker will so many hours before a date, and send what it wrote."""
    start = Session.objects.get(public_id=public_id).start
    get_jobs()[job].run(start - timedelta(hours=hours_before))
    deliver_due(timezone.now(), 200)


def forget(public_id: str) -> None:
    """Run what `manage.py anonymize` runs, a season after a date; print how many records forgot somebody."""
    day = Session.objects.get(public_id=public_id).local_end.date() + A_SEASON
    _write(sum(count for _label, count in expire_all(day)))


def _make_refusals(organization: Organization, place: Place) -> dict[str, Any]:
    """Make a date with an offer that stands, one whose offer is over, and two that editors have open."""
    page = make_page(organization, title="Réparer son clavier", place=place, seats_per_registration=3)
    offered, overdue, cancelled, promoted = (
        make_session(page, in_days=DAYS_TO_REFUSALS + day, capacity=2) for day in range(4)
    )
    return {
        "offered": _with_an_offer(offered, "Hyacinthe", hours_ago=0),
        "overdue": _with_an_offer(overdue, "Ignace", hours_ago=48),
        "cancelled": _with_people(cancelled),
        "promoted": _with_people(promoted),
    }


def _with_an_offer(session: Session, name: str, *, hours_ago: float) -> dict[str, str]:
    """Fill a date, let `name` wait for three seats, then free one; return the date and the person's page."""
    leaving = enroll(session, f"Avant {name}", email="", phone="+33639980011")
    enroll(session, f"Toujours {name}", email="", phone="+33639980012")
    waiting = enroll(session, name, seats=3)
    cancel_registration(leaving, now=timezone.now() - timedelta(hours=hours_ago))
    return {"date": session.public_id, "own_page": registration_path(waiting)}


def _with_people(session: Session) -> dict[str, str]:
    for name in ("Bertille", "Clotilde", "Fulgence"):
        enroll(session, name)
    return {"date": session.public_id}


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def _write(value: Any) -> None:
    sys.stdout.write(json.dumps(value))
