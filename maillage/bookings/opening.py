"""Whether a date takes registrations, and the sentence that says why not."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from .errors import (
    BookingError,
    NoRegistrationNeeded,
    NotPublic,
    RegisterByPhone,
    RegistrationClosed,
    RegistrationNotOpenYet,
    SessionCancelled,
    SessionOver,
    SessionPostponed,
)
from .models import BookablePageMixin, BookingMode, Session


def check_open(session: Session, page: BookablePageMixin, *, now: datetime | None = None) -> None:
    """Raise the BookingError that says why `session` of `page` takes nobody at `now` (aware)."""
    now = now or timezone.now()
    if not page.live:  # type: ignore[attr-defined]
        raise NotPublic
    if session.is_cancelled:
        raise SessionCancelled
    if session.is_postponed:
        raise SessionPostponed
    if session.start <= now:
        raise SessionOver
    if page.booking_mode == BookingMode.NONE:
        raise NoRegistrationNeeded
    if page.booking_mode == BookingMode.PHONE:
        raise RegisterByPhone
    opens_at = page.registration_opens_at(session)
    if opens_at is not None and now < opens_at:
        raise RegistrationNotOpenYet
    if now >= page.registration_closes_at(session):
        raise RegistrationClosed


def why_closed(session: Session, page: BookablePageMixin) -> BookingError | None:
    """Return the reason why `session` takes nobody, or None when it does."""
    try:
        check_open(session, page)
    except BookingError as reason:
        return reason
    return None
