"""A date as a card: what it says, and its markup, which is drawn once for each different card."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maillage.bookings.formats import format_date, format_seats, format_was_on
from maillage.bookings.models import BookablePageMixin, BookingMode

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from maillage.bookings.models import Session

# Some three megabytes of markup at most, in each process.
MOST_DRAWINGS = 2_000


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that a card shows, and nothing else: two equal cards have the same markup.

    The names are those of `Session` where they mean the same. `registration` is what a resident
    can do: « open », « phone », « none », or « closed » with the sentence `closed`.
    """

    public_id: str
    activity: str
    is_cancelled: bool
    is_postponed: bool
    local_start: datetime
    local_end: datetime
    title: str
    url: str
    place_name: str
    room: str
    commune: str
    reason: str
    was_on: str
    left: str
    is_full: bool
    registration: str
    closed: str
    organizer: str
    phone: str
    phone_hours: str


def card_of(session: Session, *, with_title: bool = True) -> Card:
    """Return the card of a date that `for_cards()` has loaded; without a title on its own page."""
    page, place = session.page, session.place
    registration, closed = _way_in(session)
    return Card(
        public_id=session.public_id,
        activity=session.activity,
        is_cancelled=session.is_cancelled,
        is_postponed=session.is_postponed,
        local_start=session.local_start,
        local_end=session.local_end,
        title=page.title if with_title else "",
        url=page.url or "" if with_title else "",
        place_name=place.name if place and not place.address_for_registered_only else "",
        room=session.room if place is None or not place.address_for_registered_only else "",
        commune=place.commune if place else "",
        reason=session.status_reason,
        was_on=format_was_on(session) if session.is_moved else "",
        left=format_seats(session),
        is_full=session.is_full,
        registration=registration,
        closed=closed,
        organizer=session.organization.name,
        phone=session.organization.phone,
        phone_hours=session.organization.phone_hours,
    )


def draw(session: Session, *, with_title: bool = True) -> SafeString:
    """Return the markup of a date's card."""
    return _draw(card_of(session, with_title=with_title), get_language() or "")


@lru_cache(maxsize=MOST_DRAWINGS)
def _draw(card: Card, _language: str) -> SafeString:
    """Draw a card. It shows its own fields only, so a drawing that was kept is never out of date."""
    return render_to_string("bookings/_session_card.html", {"session": card})


def _way_in(session: Session) -> tuple[str, str]:
    """Return what a resident can do, and the sentence that says why not."""
    page = session.page
    if not isinstance(page, BookablePageMixin) or page.booking_mode == BookingMode.NONE:
        return "none", ""
    if page.booking_mode == BookingMode.PHONE:
        return "phone", ""
    now = timezone.now()
    opens_at = page.registration_opens_at(session)
    if opens_at is not None and now < opens_at:
        day = format_date(opens_at.astimezone(session.zone).date())
        return "closed", _("Registration opens on %(day)s") % {"day": day}
    if now >= page.registration_closes_at(session):
        return "closed", _("Registration is closed")
    return "open", ""
