"""The public reads of workshops: `/api/v1/workshops`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from ninja import Query, Router
from ninja.responses import NinjaJSONEncoder
from wagtail.rich_text import expand_db_html

from maillage.bookings.page_querysets import with_next_sessions
from maillage.places.api.schemas import Key

from .models import WorkshopPage
from .outputs import LISTED, workshops_out
from .querysets import WorkshopPageQuerySet
from .schemas import WorkshopDetailOut, WorkshopFilters, WorkshopsOut

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
