"""What templates say of a date: `{% load bookings %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.formats import (
    format_date,
    format_day,
    format_hour,
    format_hours,
    format_moment,
    format_month,
    format_seats,
    format_was_on,
)
from maillage.bookings.public.session_cards import draw
from maillage.privacy.contacts import display_phone

if TYPE_CHECKING:
    import datetime as dt

    from django.utils.safestring import SafeString

    from maillage.bookings.models import Session
    from maillage.bookings.services import PlannedDate


register = template.Library()

register.filter("day_words", format_day)
register.filter("date_words", format_date)
register.filter("month_words", format_month)
register.filter("hour_words", format_hour)
register.filter("seats_words", format_seats)
register.filter("was_on_words", format_was_on)
register.filter("phone", display_phone)


@register.simple_tag
def session_card(session: Session, *, show_title: bool = True) -> SafeString:
    """Draw a date that `for_cards()` has loaded as a card; without its title on its own page."""
    return draw(session, with_title=show_title)


@register.filter
def day(session: Session) -> str:
    """Return the day of a date on the clock of its place: « mardi 8 décembre »."""
    return format_day(session.local_start.date())


@register.filter
def hours(session: Session) -> str:
    """Return the hours of a date on the clock of its place: « 18 h 30 – 20 h »."""
    return format_hours(session.local_start, session.local_end)


@register.filter
def planned_hours(planned: PlannedDate) -> str:
    """Return the hours of a date that is not saved yet: « 18 h 30 – 20 h »."""
    start, end = timezone.localtime(planned.start), timezone.localtime(planned.end)
    return format_hours(start, end)


@register.filter
def dial(phone: str) -> str:
    """Return `phone` as a `tel:` address takes it: digits and a leading plus only."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.filter
def local_hour(moment: dt.datetime) -> str:
    """Return the hour of `moment` (aware) on the site's clock: « 8 h 35 »."""
    return format_hour(timezone.localtime(moment))


@register.filter
def local_moment(moment: dt.datetime) -> str:
    """Return the day and the hour of `moment` (aware) on the site's clock: « mardi 8 décembre à 18 h »."""
    return format_moment(timezone.localtime(moment))


@register.simple_tag(takes_context=True)
def webcal(context: template.Context, path: str) -> str:
    """Return the address by which a phone or a computer subscribes to the calendar at `path`."""
    request = context.get("request")
    host = request.get_host() if request else urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    return f"webcal://{host}{path}"


@register.filter
def agenda_day_url(value: dt.date) -> str:
    """Return the address of the agenda of one day."""
    return f"{reverse('bookings:agenda')}?from={value:%Y-%m-%d}&to={value:%Y-%m-%d}"
