"""The public reads of workshops: `/api/v1/workshops`, each kind of row read once for the whole list."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from django.http import Http404, HttpRequest, JsonResponse
from ninja import Field, Query, Router, Schema
from ninja.responses import NinjaJSONEncoder
from wagtail.rich_text import expand_db_html

from maillage.bookings.page_querysets import with_next_sessions
from maillage.places.api import Key
from maillage.places.models import Organization
from workshops.models import WorkshopPage
from workshops.querysets import WorkshopPageQuerySet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maillage.bookings.models import Session
    from maillage.places.models import Place

# A database that meets a null byte in a text stops with an error: refuse it at the door.
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]


class WorkshopFilters(Schema):
    """What can be asked of the list of workshops."""

    topic: Text = Field("", description="Slug of the topic.")
    organization: Text = Field("", description="Slug of the organisation that leads or helps.")
    commune: Text = Field("", description="Commune of the usual place, in full.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class LinkedOut(Schema):
    """An organisation by its name and its public page."""

    id: int
    name: str
    url: str = Field(description="Path of its page on the site; empty while it has none.")


class TopicOut(Schema):
    """What a workshop is about."""

    slug: str
    name: str


class PlaceOut(Schema):
    """Where new dates happen; a date may have another place."""

    id: int
    name: str
    commune: str
    postal_code: str


class AgesOut(Schema):
    """Whom a workshop is for, in years."""

    age_from: int | None
    age_to: int | None
    accompanied: str = Field(description="no, yes, or under: below `accompanied_under` only.")
    accompanied_under: int | None
    words: str


class PriceOut(Schema):
    """What a workshop costs, in euros."""

    kind: str = Field(description="free, contribution, price, members_price or members_only.")
    amount: Decimal | None
    members_amount: Decimal | None
    words: str


class NextSessionOut(Schema):
    """The next date that takes place. Times carry the offset of the place's clock."""

    id: str
    start: datetime
    end: datetime
    status: str
    seats_left: int | None = Field(description="null: seats are not counted.")


class WorkshopOut(Schema):
    """A workshop with its next date."""

    id: int
    title: str
    url: str
    introduction: str
    topics: list[TopicOut]
    level: str = Field(description="beginner, everyday or advanced.")
    ages: AgesOut
    languages: list[str]
    price: PriceOut
    accessibility: list[str]
    organization: LinkedOut
    co_organizers: list[LinkedOut]
    place: PlaceOut | None
    booking_mode: str = Field(description="online, phone or none.")
    next_session: NextSessionOut | None


class WorkshopDetailOut(WorkshopOut):
    """A workshop with what is only read on its page."""

    body: str = Field(description="HTML, its links and images resolved.")
    what_to_bring: list[str]


class WorkshopsOut(Schema):
    """One slice of the workshops and how many there are in all."""

    count: int
    items: list[WorkshopOut]


# The columns that the list of the API reads: a row of a page has fifty more.
LISTED = (
    *("title", "url_path", "introduction", "level", "languages", "accessibility", "booking_mode"),
    *("age_from", "age_to", "accompanied", "accompanied_under"),
    *("price_kind", "price", "members_price", "organization"),
    *("place__commune", "place__postal_code", "place__name", "place__address_for_registered_only"),
)
# All that the API says of who organises: the name, and the address of the page.
WHO_ORGANIZES = ("name", "page__url_path", "page__live", "page__organization")


def workshops_out(pages: Sequence[WorkshopPage], request: HttpRequest) -> list[dict[str, Any]]:
    """Return `pages` (with their places, read with `with_next_sessions()`) as `WorkshopOut` values."""
    topics, organizers = _topics([page.pk for page in pages]), _organizers(pages, request)
    site = request.build_absolute_uri("/").rstrip("/")
    return [
        {
            **_workshop(page, topics[page.pk], organizers[page.pk]),
            "url": _address(site, page.get_url(request)),
        }
        for page in pages
    ]


def _address(site: str, url: str | None) -> str:
    """Return a whole address; that of a page on another site is whole already, an orphan has none."""
    return f"{site}{url}" if url and url.startswith("/") else url or ""


def _topics(keys: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    rows = WorkshopPage.topics.through.objects.filter(workshoppage__in=keys).order_by("topic__name")
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for key, slug, name in rows.values_list("workshoppage", "topic__slug", "topic__name"):
        found[key].append({"slug": slug, "name": name})
    return found


def _organizers(pages: Sequence[WorkshopPage], request: HttpRequest) -> dict[int, list[dict[str, Any]]]:
    """Return who organises each page, the lead first; each organisation is read once."""
    rows = WorkshopPage.co_organizers.through.objects.filter(workshoppage__in=[page.pk for page in pages])
    pairs = list(rows.order_by("organization__name").values_list("workshoppage", "organization"))
    leads = {page.pk: page.organization_id for page in pages}
    keys = {*leads.values(), *(organization for _page, organization in pairs)}
    listed = Organization.objects.with_page().only(*WHO_ORGANIZES)
    organizations = listed.in_bulk(keys)
    linked = {key: _linked(one, request) for key, one in organizations.items()}
    found = {page: [linked[lead]] for page, lead in leads.items()}
    for page, organization in pairs:
        if organization != leads[page]:
            found[page].append(linked[organization])
    return found


def _workshop(
    page: WorkshopPage,
    topics: list[dict[str, str]],
    organizers: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "id": page.pk,
        "title": page.title,
        "introduction": page.introduction,
        "topics": topics,
        "level": page.level,
        "ages": _ages(page),
        "languages": page.languages,
        "price": _price(page),
        "accessibility": page.accessibility,
        "organization": organizers[0],
        "co_organizers": organizers[1:],
        "place": _place(page.place),
        "booking_mode": page.booking_mode,
        "next_session": _session(page.next_session),
    }


def _ages(page: WorkshopPage) -> dict[str, Any]:
    return {
        "age_from": page.age_from,
        "age_to": page.age_to,
        "accompanied": page.accompanied,
        "accompanied_under": page.accompanied_under,
        "words": page.ages_in_words,
    }


def _price(page: WorkshopPage) -> dict[str, Any]:
    return {
        "kind": page.price_kind,
        "amount": page.price,
        "members_amount": page.members_price,
        "words": page.price_in_words,
    }


def _linked(organization: Organization, request: HttpRequest) -> dict[str, Any]:
    # As `get_absolute_url()`, by way of the request, which remembers where the sites begin.
    page = getattr(organization, "page", None)
    url = page.get_url(request) or "" if page is not None and page.live else ""
    return {"id": organization.pk, "name": organization.name, "url": url}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "id": place.pk,
        "name": "" if place.address_for_registered_only else place.name,
        "commune": place.commune,
        "postal_code": place.postal_code,
    }


def _session(session: Session | None) -> dict[str, Any] | None:
    if session is None:
        return None
    return {
        "id": session.public_id,
        "start": session.local_start,
        "end": session.local_end,
        "status": session.status,
        "seats_left": session.seats_left,
    }


router = Router(tags=["workshops"])


@router.get("", response=WorkshopsOut, summary="The workshops, the one that comes first at the top")
def list_workshops(request: HttpRequest, filters: Query[WorkshopFilters]) -> JsonResponse:
    """List published workshops, with the next date of each."""
    workshops = (
        _published(request)
        .about(filters.topic)
        .organized_by(filters.organization)
        .in_commune(filters.commune)
    )
    end = filters.offset + filters.limit
    page = workshops.by_next_date().select_related("place").only(*LISTED)[filters.offset : end]
    pages = with_next_sessions(page, places=False)
    # A slice that is neither empty nor full is the last one: it tells how many there are.
    ended = 0 < len(pages) < filters.limit
    count = filters.offset + len(pages) if ended else workshops.count()
    # Checking again what we have just made would cost as much as making it; a test does.
    return JsonResponse({"count": count, "items": workshops_out(pages, request)}, encoder=NinjaJSONEncoder)


@router.get("/{workshop_id}", response=WorkshopDetailOut, summary="One workshop")
def get_workshop(request: HttpRequest, workshop_id: Key) -> dict[str, Any]:
    """Return one published workshop, or 404."""
    found = _published(request).filter(pk=workshop_id).select_related("place")
    pages = with_next_sessions(found.by_next_date(), places=False)
    if not pages:
        raise Http404
    return {
        **workshops_out(pages, request)[0],
        "body": expand_db_html(pages[0].body),
        "what_to_bring": pages[0].things_to_bring,
    }


def _published(request: HttpRequest) -> WorkshopPageQuerySet:
    return WorkshopPage.objects.published().of_site(request)
