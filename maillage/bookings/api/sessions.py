"""The public reads of dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from ninja import Query, Router
from ninja.responses import NinjaJSONEncoder

from maillage.bookings.api.schemas import SessionFilters, SessionOut, SessionsOut
from maillage.bookings.forms.json_schema import registration_schema
from maillage.bookings.models import BookablePageMixin, BookingMode, Session
from maillage.bookings.public.filters import AgendaFilters
from maillage.bookings.querysets import LISTED_OF_PAGES, with_pages
from maillage.bookings.rules import why_closed

if TYPE_CHECKING:
    from wagtail.models import Page

    from maillage.bookings.forms import RegistrationForm
    from maillage.places.models import Organization, Place


router = Router(tags=["sessions"])
# Stands for the identifier of a date while its address is worked out.
ANY_DATE = "any-date-identifier"


@router.get("", response=SessionsOut, summary="The dates, soonest first")
def list_sessions(request: HttpRequest, asked: Query[SessionFilters]) -> JsonResponse:
    """List the public dates that are not over, or those of the days asked for."""
    filters = AgendaFilters(
        activity=asked.activity or "",
        commune=asked.commune,
        organization=asked.organization,
        first_day=asked.from_,
        last_day=asked.to,
        available=asked.available,
    )
    public = Session.objects.public()
    sessions = filters.apply(public if asked.from_ else public.upcoming()).order_by("start", "pk")
    slice_ = sessions.for_list()[asked.offset : asked.offset + asked.limit]
    links = Links(request)
    # Checking again what we have just made would cost as much as making it; a test does.
    items = [session_out(one, links) for one in with_pages(slice_, columns=LISTED_OF_PAGES)]
    # A slice that is neither empty nor full is the last one: it tells how many there are.
    ended = 0 < len(items) < asked.limit
    count = asked.offset + len(items) if ended else sessions.count()
    return JsonResponse({"count": count, "items": items}, encoder=NinjaJSONEncoder)


@router.get("/{session_id}", response=SessionOut, summary="One date")
def get_session(request: HttpRequest, session_id: str) -> dict[str, Any]:
    """Return one public date, or 404."""
    return session_out(find_session(session_id), Links(request))


@router.get(
    "/{session_id}/form",
    response=dict[str, Any],
    summary="The registration form of one date, as a JSON Schema",
)
def get_form(request: HttpRequest, session_id: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the body to POST, or 404 for a date without registration."""
    session = find_session(session_id)
    form = registration_form(session)
    form.show_what_is_left()
    return registration_schema(
        form,
        address=request.build_absolute_uri(),
        title=session.page.title,
    )


def find_session(session_id: str) -> Session:
    """Return the public date `session_id`, with what `session_out()` reads; raises Http404."""
    if not (session_id.isascii() and session_id.isalnum()):
        # PostgreSQL stops at a null byte, also in what it only compares.
        raise Http404
    session = Session.objects.public().for_cards().filter(public_id=session_id[:20]).first()
    if session is None or not isinstance(session.page, BookablePageMixin):
        raise Http404
    return session


def registration_form(session: Session, data: Any = None) -> RegistrationForm:
    """Return the form of a date's page, filled with `data`; raises Http404 for a page without form."""
    page = session.page
    if not isinstance(page, BookablePageMixin):
        raise Http404
    return page.get_registration_form_class()(data, session=session, page=page)


class Links:
    """The whole addresses of dates and of their pages, worked out once for a whole answer."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._site = request.build_absolute_uri("/").rstrip("/")
        self._paths: dict[str, str] = {}
        self._pages: dict[int, str] = {}

    def to_date(self, route: str, session: Session) -> str:
        """Return the address of `session` under a route of bookings: « session », « register »…"""
        if route not in self._paths:
            self._paths[route] = reverse(f"bookings:{route}", args=[ANY_DATE])
        return self._site + self._paths[route].replace(ANY_DATE, session.public_id)

    def to_page(self, page: Page) -> str:
        """Return the address of a date's page."""
        if page.pk not in self._pages:
            self._pages[page.pk] = page.get_full_url(self._request) or ""
        return self._pages[page.pk]


def session_out(session: Session, links: Links) -> dict[str, Any]:
    """Return `session` (read with `for_cards()`, or in a list) as a SessionOut."""
    page = session.page
    has_form = page.booking_mode == BookingMode.ONLINE and session.takes_place
    return {
        "id": session.public_id,
        "title": page.title,
        "activity": session.activity,
        "url": links.to_date("session", session),
        "ics_url": links.to_date("session_ics", session),
        "start": session.local_start,
        "end": session.local_end,
        "timezone": session.timezone_name,
        "status": session.status,
        "status_reason": session.status_reason,
        "moved_from": session.original_start.astimezone(session.zone) if session.is_moved else None,
        "capacity": session.capacity,
        "seats_left": session.seats_left,
        "is_full": session.is_full,
        "booking_mode": page.booking_mode,
        "is_open": why_closed(session, page) is None,
        "registration_url": links.to_date("register", session) if has_form else None,
        "page": {"id": page.pk, "title": page.title, "url": links.to_page(page)},
        "place": _place_out(session.place),
        "organization": _organization_out(session.organization),
        "series": {"id": session.series_id, "as_cycle": session.series.as_cycle} if session.series else None,
    }


def _organization_out(organization: Organization) -> dict[str, Any]:
    return {
        "id": organization.pk,
        "slug": organization.slug,
        "name": organization.name,
        "phone": organization.phone,
        "phone_hours": organization.phone_hours,
    }


def _place_out(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    point = place.public_coordinates
    return {
        "id": place.pk,
        "name": "" if place.address_for_registered_only else place.name,
        "commune": place.commune,
        "postal_code": place.postal_code,
        "address_lines": place.public_address_lines,
        "geo": {"latitude": point[0], "longitude": point[1]} if point else None,
    }
