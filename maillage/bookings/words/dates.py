"""Days, hours and seats in the words that people say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

if TYPE_CHECKING:
    import datetime as dt

    from maillage.bookings.models import Session


def day_words(day: dt.date) -> str:
    """Return `day` without its year: « mardi 8 décembre », « vendredi 1er janvier »."""
    return pgettext("day in words", "%(weekday)s %(day)s %(month)s") % {
        "weekday": WEEKDAYS[day.weekday()],
        "day": ordinal_day(day.day),
        "month": MONTHS[day.month],
    }


def date_words(day: dt.date) -> str:
    """Return `day` with its year: « mardi 8 décembre 2026 »."""
    return pgettext("day and year in words", "%(day)s %(year)d") % {"day": day_words(day), "year": day.year}


def month_words(month: dt.date) -> str:
    """Return the month of a day: « décembre 2026 »."""
    return pgettext("month and year in words", "%(month)s %(year)d") % {
        "month": MONTHS[month.month],
        "year": month.year,
    }


def ordinal_day(number: int) -> str:
    """Return a day of the month as it is read: « 1er », « 2 »."""
    return pgettext("first day of the month", "1") if number == 1 else str(number)


def hour_words(moment: dt.datetime | dt.time) -> str:
    """Return the clock of `moment`, as it stands: « 18 h 30 », « 18 h »."""
    if moment.minute:
        text = pgettext("hour and minutes", "%(hour)d:%(minute)02d")
        return text % {"hour": moment.hour, "minute": moment.minute}
    return pgettext("hour sharp", "%(hour)d:00") % {"hour": moment.hour}


def hours_words(start: dt.datetime, end: dt.datetime) -> str:
    """Return from when to when on the clock: « 18 h 30 – 20 h »; an end on another day says which."""
    if start.date() == end.date():
        return f"{hour_words(start)} – {hour_words(end)}"
    return pgettext("hours over several days", "%(start)s – %(day)s, %(end)s") % {
        "start": hour_words(start),
        "day": day_words(end.date()),
        "end": hour_words(end),
    }


def session_words(session: Session) -> str:
    """Return when a date takes place: « mardi 8 décembre 2026, 18 h 30 – 20 h »."""
    return f"{date_words(session.local_start)}, {hours_words(session.local_start, session.local_end)}"


def moment_words(moment: dt.datetime) -> str:
    """Return the day and the clock of `moment`, as it stands: « mardi 8 décembre à 18 h 30 »."""
    return pgettext("day and hour in words", "%(day)s at %(hour)s") % {
        "day": day_words(moment.date()),
        "hour": hour_words(moment),
    }


def seats_words(session: Session) -> str:
    """Return what is left: « encore 3 places », « complet », or nothing when seats are not counted."""
    left = session.seats_left
    if left is None:
        return ""
    if left == 0:
        return pgettext("date", "Full")
    if session.slot_minutes:
        return ngettext("%(left)d appointment left", "%(left)d appointments left", left) % {"left": left}
    return ngettext("%(left)d seat left", "%(left)d seats left", left) % {"left": left}


def was_on_words(session: Session) -> str:
    """Return when a moved date was first announced: « prévue d’abord le mardi 8 décembre à 18 h 30 »."""
    first = session.original_start.astimezone(session.zone)
    return _("First announced for %(day)s at %(hour)s") % {
        "day": day_words(first.date()),
        "hour": hour_words(first),
    }
