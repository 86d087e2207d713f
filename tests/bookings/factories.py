"""A workshop with dates and people, in as few words as a test needs."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from os import getpid
from typing import Any

from django.utils import timezone

from maillage.bookings.models import (
    RegisteredDate,
    Registration,
    RegistrationSource,
    Session,
    SessionSeries,
)
from maillage.bookings.services import register
from maillage.places.models import Organization
from tests.places.factories import make_organization
from workshops.models import WorkshopPage

_numbers = itertools.count(1)


def make_page(organization: Organization | None = None, **fields: Any) -> WorkshopPage:
    """A published workshop in its organisation's section, booked on the site.

    Its address is its own, whichever process of a test makes it.
    """
    organization = organization or Organization.objects.first() or make_organization()
    number = next(_numbers)
    page = WorkshopPage(
        **{
            "title": f"Premiers pas {number}",
            "slug": f"premiers-pas-{number}-{getpid()}",
            "introduction": "Vous apprenez à vous servir d’une souris.",
            "organization": organization,
            **fields,
        }
    )
    return organization.page.add_child(instance=page)


def make_session(
    page: WorkshopPage | None = None,
    *,
    in_days: float = 7,
    capacity: int | None = 2,
    start: datetime | None = None,
    **fields: Any,
) -> Session:
    """One date of two hours; `in_days` from now unless `start` (aware) is given."""
    page = page or make_page()
    start = start or timezone.now().replace(microsecond=0) + timedelta(days=in_days)
    return Session.objects.create(
        **{
            "page": page,
            "organization": page.organization,
            "start": start,
            "end": start + timedelta(hours=2),
            "original_start": start,
            "capacity": capacity,
            "place": page.place,
            **fields,
        }
    )


def make_cycle(page: WorkshopPage | None = None, *, capacities: tuple[int | None, ...]) -> list[Session]:
    """A cycle of weekly dates, one for each of `capacities`."""
    page = page or make_page()
    first = timezone.now().replace(microsecond=0) + timedelta(days=7)
    series = SessionSeries.objects.create(
        page=page,
        organization=page.organization,
        recurrences="RRULE:FREQ=WEEKLY",
        first_date=first.date(),
        until=first.date() + timedelta(weeks=len(capacities)),
        start_time=first.time(),
        duration_minutes=120,
        as_cycle=True,
    )
    return [
        make_session(page, start=first + timedelta(weeks=week), capacity=capacity, series=series)
        for week, capacity in enumerate(capacities)
    ]


def enroll(session: Session, name: str = "Camille", **fields: Any) -> Registration:
    """Register somebody as the site does, with an e-mail address unless told otherwise."""
    return register(
        session,
        **{
            "name": name,
            "email": f"{name.lower()}@maison.example",
            "source": RegistrationSource.WEB,
            **fields,
        },
    )


def statuses(session: Session) -> list[tuple[str, str]]:
    """The people of a date with what their registration is worth, first come first."""
    rows = RegisteredDate.objects.filter(session=session).order_by("registration__created_at", "pk")
    return [(row.registration.name, row.registration.status) for row in rows.select_related("registration")]
