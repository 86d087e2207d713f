"""Days, hours, seats and references in the words that people say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

if TYPE_CHECKING:
    import datetime as dt

    from maillage.bookings.models import Session


def format_day(day: dt.date) -> str:
    """Return `day` without its year: « mardi 8 décembre », « vendredi 1er janvier »."""
    return pgettext("day in words", "%(weekday)s %(day)s %(month)s") % {
        "weekday": WEEKDAYS[day.weekday()],
        "day": ordinal_day(day.day),
        "month": MONTHS[day.month],
    }


def format_date(day: dt.date) -> str:
    """Return `day` with its year: « mardi 8 décembre 2026 »."""
    return pgettext("day and year in words", "%(day)s %(year)d") % {"day": format_day(day), "year": day.year}


def format_month(month: dt.date) -> str:
    """Return the month of a day: « décembre 2026 »."""
    return pgettext("month and year in words", "%(month)s %(year)d") % {
        "month": MONTHS[month.month],
        "year": month.year,
    }


def ordinal_day(number: int) -> str:
    """Return a day of the month as it is read: « 1er », « 2 »."""
    return pgettext("first day of the month", "1") if number == 1 else str(number)


def format_hour(moment: dt.datetime | dt.time) -> str:
    """Return the clock of `moment`, as it stands: « 18 h 30 », « 18 h »."""
    if moment.minute:
        text = pgettext("hour and minutes", "%(hour)d:%(minute)02d")
        return text % {"hour": moment.hour, "minute": moment.minute}
    return pgettext("hour sharp", "%(hour)d:00") % {"hour": moment.hour}


def format_hours(start: dt.datetime, end: dt.datetime) -> str:
    """Return from when to when on the clock: « 18 h 30 – 20 h »; an end on another day says which."""
    if start.date() == end.date():
        return f"{format_hour(start)} – {format_hour(end)}"
    return pgettext("hours over several days", "%(start)s – %(day)s, %(end)s") % {
        "start": format_hour(start),
        "day": format_day(end.date()),
        "end": format_hour(end),
    }


def format_session(session: Session) -> str:
    """Return when a date takes place: « mardi 8 décembre 2026, 18 h 30 – 20 h »."""
    return f"{format_date(session.local_start)}, {format_hours(session.local_start, session.local_end)}"


def format_moment(moment: dt.datetime) -> str:
    """Return the day and the clock of `moment`, as it stands: « mardi 8 décembre à 18 h 30 »."""
    return pgettext("day and hour in words", "%(day)s at %(hour)s") % {
        "day": format_day(moment.date()),
        "hour": format_hour(moment),
    }


def format_seats(session: Session) -> str:
    """Return what is left: « encore 3 places », « complet », or nothing when seats are not counted."""
    left = session.seats_left
    if left is None:
        return ""
    if left == 0:
        return pgettext("date", "Full")
    if session.slot_minutes:
        return ngettext("%(left)d appointment left", "%(left)d appointments left", left) % {"left": left}
    return ngettext("%(left)d seat left", "%(left)d seats left", left) % {"left": left}


def format_was_on(session: Session) -> str:
    """Return when a moved date was first announced: « prévue d’abord le mardi 8 décembre à 18 h 30 »."""
    first = session.original_start.astimezone(session.zone)
    return _("First announced for %(day)s at %(hour)s") % {
        "day": format_day(first.date()),
        "hour": format_hour(first),
    }


# The letters of `codes.ALPHABET`, each with a word that everybody knows in the reader's language.
WORDS = {
    "A": pgettext_lazy("spelling", "A as in Anna"),
    "B": pgettext_lazy("spelling", "B as in Bernard"),
    "C": pgettext_lazy("spelling", "C as in Charlie"),
    "D": pgettext_lazy("spelling", "D as in David"),
    "E": pgettext_lazy("spelling", "E as in Edward"),
    "F": pgettext_lazy("spelling", "F as in Frank"),
    "G": pgettext_lazy("spelling", "G as in George"),
    "H": pgettext_lazy("spelling", "H as in Harry"),
    "J": pgettext_lazy("spelling", "J as in Jack"),
    "K": pgettext_lazy("spelling", "K as in Kate"),
    "M": pgettext_lazy("spelling", "M as in Mary"),
    "N": pgettext_lazy("spelling", "N as in Nicholas"),
    "P": pgettext_lazy("spelling", "P as in Peter"),
    "Q": pgettext_lazy("spelling", "Q as in Queen"),
    "R": pgettext_lazy("spelling", "R as in Robert"),
    "S": pgettext_lazy("spelling", "S as in Susan"),
    "T": pgettext_lazy("spelling", "T as in Tom"),
    "V": pgettext_lazy("spelling", "V as in Victor"),
    "W": pgettext_lazy("spelling", "W as in William"),
    "X": pgettext_lazy("spelling", "X as in X-ray"),
    "Y": pgettext_lazy("spelling", "Y as in Yellow"),
    "Z": pgettext_lazy("spelling", "Z as in Zoe"),
}


def format_spelled_reference(reference: str) -> list[str]:
    """Return each sign of `reference` as it is said: « K comme Kléber », « 7 »."""
    return [str(WORDS.get(sign, sign)) for sign in reference]
