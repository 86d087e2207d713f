"""A small whole site: one of everything that has a public address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image, Rendition
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from home.models import NavigationSettings, NetworkSettings
from tests.bookings.factories import make_page, make_session
from tests.home.factories import make_page as make_standard_page
from tests.home.factories import make_site
from tests.places.factories import make_organization, make_place
from tests.workshops.factories import make_full_workshop, make_workshop_index

if TYPE_CHECKING:
    from django.http import HttpResponse

    from maillage.bookings.models import Session

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


@dataclass
class Visit:
    """One address as an anonymous visitor reads it, with nothing in any cache."""

    path: str
    response: HttpResponse
    statements: list[str]

    @property
    def html(self) -> str:
        """The page as text."""
        return self.response.content.decode()

    @property
    def writes(self) -> list[str]:
        """The statements that change something."""
        return [sql for sql in self.statements if WRITES.match(sql)]


def visit(path: str, **headers: Any) -> Visit:
    """Read `path` as the first visitor of a cold process does."""
    cache.clear()
    ContentType.objects.clear_cache()
    return _read(path, headers)


def warm_visit(path: str) -> Visit:
    """Read `path` with empty caches, but for the content types: a process reads them once in its life."""
    Client().get(path)
    cache.clear()
    return _read(path, {})


def _read(path: str, headers: dict[str, Any]) -> Visit:
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(path, headers=headers)
        if response.streaming:
            response.content = b"".join(response)
    return Visit(path, response, [query["sql"] for query in captured])


def make_whole_site() -> Session:
    """Make one of everything, pictures included and none of their copies; return the date to come."""
    home = make_site(is_demonstration=True)
    organization = make_organization(presentation=rich_picture())
    place = make_place(organization, name="La Fabrique", latitude="47.65", longitude="-2.08")
    make_workshop_index()
    workshop = make_full_workshop(organization, body=rich_picture(), place=place)
    image = Image.objects.create(title="photo", file=get_test_image_file())
    picture = {"picture": {"image": image.pk, "alt_text": "Un atelier"}, "caption": ""}
    make_standard_page(home, ("picture", picture), ("paragraph", "<p>Bonjour</p>"))
    session = make_session(workshop)
    make_session(make_page(organization, booking_mode="phone"), in_days=8)
    make_session(workshop, in_days=-40)
    make_session(
        workshop, in_days=0.01, status="cancelled", status_changed_at=timezone.now(), status_reason="Neige"
    )
    Rendition.objects.all().delete()
    return session


def forget_the_settings() -> None:
    """Take away the rows that Wagtail would make by itself at the first visit."""
    NavigationSettings.objects.all().delete()
    NetworkSettings.objects.all().delete()


def rich_picture() -> str:
    """A rich text that shows a picture."""
    image = Image.objects.create(title="photo", file=get_test_image_file())
    return f'<p>Bonjour</p><embed embedtype="image" id="{image.pk}" format="left" alt="Un atelier"/>'


def page_paths() -> list[str]:
    """The path of every published page of the tree."""
    return [page.url for page in Page.objects.live().public().filter(depth__gt=1).specific()]


def paths_without_form(session: Session) -> list[str]:
    """Every public address that neither asks for anything nor belongs to a person."""
    this_month = timezone.localdate()
    of_date = [session.public_id]
    return [
        *page_paths(),
        reverse("places:place_list"),
        *(place.get_absolute_url() for place in [session.place]),
        reverse("bookings:agenda"),
        reverse("bookings:agenda") + "?commune=Redon&available=on&period=month",
        reverse("bookings:agenda_month", args=[this_month.year, this_month.month]),
        reverse("bookings:session", args=of_date),
        reverse("search:search"),
        reverse("search:search") + "?q=premiers+pas",
    ]


def feed_paths(session: Session) -> list[str]:
    """The calendar files: of the network, a page, an association, a place and a date."""
    return [
        reverse("bookings:agenda_ics"),
        reverse("bookings:page_ics", args=[session.page_id]),
        reverse("bookings:organization_ics", args=[session.organization.slug]),
        reverse("bookings:place_ics", args=[session.place.slug]),
        reverse("bookings:session_ics", args=[session.public_id]),
    ]


def api_paths(session: Session) -> list[str]:
    """Every public read of both APIs."""
    v1 = ["places", "organizations", "workshops", "sessions", "search?q=pas", "openapi.json"]
    one = [
        f"places/{session.place_id}",
        f"workshops/{session.page_id}",
        f"sessions/{session.public_id}",
        f"sessions/{session.public_id}/form",
    ]
    v2 = ["pages/", f"pages/{session.page_id}/", "images/", "documents/"]
    return [*(f"/api/v1/{path}" for path in [*v1, *one]), *(f"/api/v2/{path}" for path in v2)]
