"""The public reads of workshops: `/api/v1/workshops`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from .models import WorkshopPage
from .querysets import WorkshopPageQuerySet, with_next_sessions
from .schemas import WorkshopDetailOut, WorkshopFilters, WorkshopsOut

router = Router(tags=["workshops"])


@router.get("", response=WorkshopsOut, summary="The workshops, the one that comes first at the top")
def list_workshops(request: HttpRequest, filters: Query[WorkshopFilters]) -> dict[str, Any]:
    """List published workshops, with the next date of each."""
    workshops = (
        _published(request)
        .about(filters.topic)
        .organized_by(filters.organization)
        .in_commune(filters.commune)
    )
    end = filters.offset + filters.limit
    slice_ = workshops.by_next_date().with_card()[filters.offset : end]
    return {
        "count": workshops.count(),
        "items": [workshop_out(one, request) for one in with_next_sessions(slice_)],
    }


@router.get("/{workshop_id}", response=WorkshopDetailOut, summary="One workshop")
def get_workshop(request: HttpRequest, workshop_id: int) -> dict[str, Any]:
    """Return one published workshop, or 404."""
    found = with_next_sessions(_published(request).filter(pk=workshop_id).by_next_date().with_card())
    if not found:
        raise Http404
    return {
        **workshop_out(found[0], request),
        "body": expand_db_html(found[0].body),
        "what_to_bring": found[0].things_to_bring,
    }


def _published(request: HttpRequest) -> WorkshopPageQuerySet:
    return WorkshopPage.objects.published().of_site(Site.find_for_request(request))


def workshop_out(page: WorkshopPage, request: HttpRequest) -> dict[str, Any]:
    """Return `page` (read with `with_card()` and `with_next_sessions()`) as a WorkshopOut."""
    return {
        "id": page.pk,
        "title": page.title,
        "url": page.address_for(request),
        "introduction": page.introduction,
        "topics": list(page.topics.all()),
        "level": page.level,
        "ages": {
            "age_from": page.age_from,
            "age_to": page.age_to,
            "accompanied": page.accompanied,
            "accompanied_under": page.accompanied_under,
            "words": page.ages_in_words,
        },
        "languages": page.languages,
        "price": {
            "kind": page.price_kind,
            "amount": page.price,
            "members_amount": page.members_price,
            "words": page.price_in_words,
        },
        "accessibility": page.accessibility,
        "organization": _linked(page.organization),
        "co_organizers": [_linked(one) for one in page.other_organizers],
        "place": _place(page.place),
        "booking_mode": page.booking_mode,
        "next_session": _next_session(page),
    }


def _linked(organization: Any) -> dict[str, Any]:
    return {"id": organization.pk, "name": organization.name, "url": organization.get_absolute_url()}


def _place(place: Any) -> dict[str, Any] | None:
    if place is None:
        return None
    hidden = place.address_for_registered_only
    return {
        "id": place.pk,
        "name": "" if hidden else place.name,
        "commune": place.commune,
        "postal_code": place.postal_code,
    }


def _next_session(page: WorkshopPage) -> dict[str, Any] | None:
    session = page.next_session
    if session is None:
        return None
    return {
        "id": session.public_id,
        "start": session.local_start,
        "end": session.local_end,
        "status": session.status,
        "seats_left": session.seats_left,
    }
