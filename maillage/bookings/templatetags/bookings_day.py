"""What the screens of the day say: `{% load bookings_day %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail import hooks

from maillage.bookings.formats import format_hour

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from maillage.bookings.models import Session


register = template.Library()


@register.filter
def hour_of(moment: dt.datetime, session: Session) -> str:
    """Return the hour of `moment` (aware) on the clock of the date's place: « 9 h 30 »."""
    return format_hour(moment.astimezone(session.zone))


@register.simple_tag
def day_links(session: Session, user: Any) -> list[tuple[str, str]]:
    """Return the words and the address of each screen that plugins have for the day of `session`.

    They come from the hook `register_day_links`, whose functions take the date, with its page, and `user`.
    """
    added = [link for function in hooks.get_hooks("register_day_links") for link in function(session, user)]
    return [(str(words), address) for words, address in added]


@register.filter
def euros(amount: Decimal) -> str:
    """Return an amount as it is read: « 5 € », « 2,50 € »."""
    places = 0 if amount == int(amount) else 2
    return _("%(amount)s €") % {"amount": number_format(amount, places)}


@register.filter
def hours_given(minutes: int) -> str:
    """Return a length of time as it is read: « 2 h 30 », « 45 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}
