"""Workshops as tests need them; the dates come from `tests.bookings.factories`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from maillage.bookings.models import Session
from maillage.places.models import Organization
from tests.bookings.factories import make_page
from tests.places.factories import make_index_page
from workshops.models import Topic, WorkshopIndexPage, WorkshopPage


def make_topic(name: str = "Mes photos", slug: str = "photos") -> Topic:
    """A subject of several workshops."""
    return Topic.objects.create(name=name, slug=slug)


def make_workshop_index() -> WorkshopIndexPage:
    """The published list of the workshops, beside the list of the organisations."""
    home = make_index_page().get_parent()
    return home.add_child(instance=WorkshopIndexPage(title="Les ateliers", slug="ateliers"))


def make_full_workshop(organization: Organization, **fields: Any) -> WorkshopPage:
    """A published workshop with a topic, a helper, two facilitators: every list has something."""
    page = make_page(organization, **fields)
    page.topics.set([Topic.objects.first() or make_topic()])
    page.facilitators.create(first_name="Annick", agrees_to_be_named=True)
    page.facilitators.create(first_name="Yvon", agrees_to_be_named=False)
    page.save()
    return page


def add_dates(page: WorkshopPage, number: int) -> None:
    """Give `page` that many weekly dates to come."""
    first = timezone.now().replace(microsecond=0) + timedelta(days=3)
    starts = [first + timedelta(weeks=week) for week in range(number)]
    Session.objects.bulk_create(
        Session(
            page=page,
            organization=page.organization,
            place=page.place,
            start=start,
            end=start + timedelta(hours=2),
            original_start=start,
            capacity=12,
        )
        for start in starts
    )
