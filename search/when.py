"""From « ce samedi » to the hours it means; which dates of a document answer."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from search.contract import MOMENT_FACETS, Window
from search.places import kilometres
from search.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from search.contract import Question

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
# As far as anybody plans.
FAR_AHEAD = dt.timedelta(days=400)
SATURDAY = 5
_WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_DAY = "|".join(_WEEKDAYS)
_SEPARATORS = re.compile(r"[\s'’_-]+")

Days = tuple[dt.date, dt.date]


def _after(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


def _last_of_month(day: dt.date) -> dt.date:
    return _after((day.replace(day=1) + dt.timedelta(days=32)).replace(day=1), -1)


def _weekend(today: dt.date) -> Days:
    saturday = _after(today, SATURDAY - today.weekday())
    return max(today, saturday), _after(saturday, 1)


_WHOLE: dict[str, Callable[[dt.date], Days]] = {
    "aujourd hui": lambda today: (today, today),
    "demain": lambda today: (_after(today, 1), _after(today, 1)),
    "week end": _weekend,
    "semaine": lambda today: (today, _after(today, 6 - today.weekday())),
    "semaine prochaine": lambda today: (
        _after(today, 7 - today.weekday()),
        _after(today, 13 - today.weekday()),
    ),
    "mois": lambda today: (today, _last_of_month(today)),
    "mois prochain": lambda today: (
        _after(_last_of_month(today), 1),
        _last_of_month(_after(_last_of_month(today), 1)),
    ),
}
_SYNONYMS = {
    "today": "aujourd hui",
    "tomorrow": "demain",
    "weekend": "week end",
    "week": "semaine",
    "month": "mois",
}
# In the middle of a text, only what cannot be about something else: « ce samedi », not « samedi ».
_IN_TEXT = re.compile(
    rf"\b(?:aujourd['’]hui|demain|ce week[\s-]?end|cette semaine|la semaine prochaine|ce mois(?:[\s-]ci)?"
    rf"|le mois prochain|ce (?:{_DAY})|(?:{_DAY}) prochain)\b",
    re.IGNORECASE,
)


def read_when(typed: str, now: dt.datetime) -> Window | None:
    """Return the hours that `typed` means at `now` (aware), or None when it means nothing.

    « samedi », « ce week-end », « demain », « cette semaine », « décembre », « 5 décembre »,
    « 2026-12-05 », « 05/12/2026 », « 2026-12-01..2026-12-31 » (either end may be missing).
    """
    today = timezone.localtime(now).date()
    first, two_dots, last = typed.partition("..")
    if two_dots:
        return _range(_typed_day(first), _typed_day(last), today)
    days = _read_days(typed, today)
    return _window(*days, today) if days else None


def find_when(text: str, now: dt.datetime) -> tuple[str, Window | None]:
    """Return `text` without the words that say when, and the hours that they mean, if there are any."""
    found = _IN_TEXT.search(text)
    if found is None:
        return text, None
    window = read_when(found[0], now)
    if window is None:
        return text, None
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split()), window


def _read_days(typed: str, today: dt.date) -> Days | None:
    if day := _typed_day(typed):
        return day, day
    words = _SEPARATORS.sub(" ", fold(typed)).strip()
    words = re.sub(r"^(ce|cette|le|la|l|en) | ci$", "", words)
    words = _SYNONYMS.get(words, words)
    if words in _WHOLE:
        return _WHOLE[words](today)
    weekday = words.removesuffix(" prochain")
    if weekday in _WEEKDAYS:
        day = _after(today, (_WEEKDAYS.index(weekday) - today.weekday()) % 7)
        return day, day
    return _named_month(words.split(), today)


def _named_month(words: list[str], today: dt.date) -> Days | None:
    """Read « decembre », « decembre 2026 », « 5 decembre », « 1er decembre 2026 »."""
    number = words.pop(0).removesuffix("er") if words and words[0][0].isdigit() else ""
    if not words or words[0] not in _MONTHS:
        return None
    month = _MONTHS.index(words[0]) + 1
    typed_year = words[1] if len(words) > 1 else ""
    year = int(typed_year) if typed_year.isascii() and typed_year.isdigit() else today.year
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        first = dt.date(year, month, int(number) if number.isascii() and number.isdigit() else 1)
        last = first if number else _last_of_month(first)
        if last < today and not typed_year:
            first, last = first.replace(year=year + 1), last.replace(year=year + 1)
    except ValueError:
        return None
    return first, last


def _typed_day(typed: str) -> dt.date | None:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = dt.datetime.strptime(typed.strip()[:10], shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None
    return None


def _range(first: dt.date | None, last: dt.date | None, today: dt.date) -> Window | None:
    if first is None and last is None:
        return None
    first, last = first or today, last or dt.date(LATEST_YEAR, 12, 31)
    return _window(first, last, today) if first <= last else None


def _window(first: dt.date, last: dt.date, today: dt.date) -> Window:
    label = _in_words(first, today)
    if last.year == LATEST_YEAR:
        label = _("from %(first)s") % {"first": label}
    elif last != first:
        label = _("from %(first)s to %(last)s") % {"first": label, "last": _in_words(last, today)}
    return Window(_midnight(first), _midnight(_after(last, 1)), label)


def _in_words(day: dt.date, today: dt.date) -> str:
    return date_format(day, "l j F" if day.year == today.year else "l j F Y").lower()


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


Moment = dict[str, Any]
# After every date, as the documents write them.
LAST = "9999"


class MomentFilter:
    """What a question asks of one date or place of a document."""

    def __init__(self, question: Question) -> None:
        self.filters = [(key, question.filters[key]) for key in MOMENT_FACETS if key in question.filters]
        self.now = _utc(question.now)
        window = question.window
        self.window = (_utc(window.start), _utc(window.end)) if window else None
        self.near, self.within_km = question.near, question.within_km
        self.is_far_out = self.near is not None and self.within_km is not None
        self.asks = bool(self.filters or self.window or self.is_far_out)
        self.sort = question.sort
        # Many dates are in few places.
        self._distances: dict[tuple[float, float], float] = {}

    def alive(self, moments: Iterable[Moment]) -> list[Moment]:
        """Return the mere places and the dates that have not ended."""
        return [moment for moment in moments if moment["end"] is None or moment["end"] > self.now]

    def failing(self, moment: Moment) -> str:
        """Return what `moment` lacks: nothing, the one facet whose value is not wanted, or « more »."""
        if self.window and (
            moment["start"] is None or moment["start"] >= self.window[1] or moment["end"] <= self.window[0]
        ):
            return "more"
        if self.is_far_out and self.distance(moment) > self.within_km:
            return "more"
        failed = [key for key, wanted in self.filters if moment[key] not in wanted]
        return "" if not failed else failed[0] if len(failed) == 1 else "more"

    def matching(self, moments: Iterable[Moment]) -> list[Moment]:
        """Return those of `moments` that have all that is asked, the ended ones left out."""
        return [moment for moment in self.alive(moments) if self.failing(moment) == ""]

    def rank(self, moments: list[Moment]) -> Any:
        """Return what a document is sorted by, smaller first, from its moments that match."""
        if self.sort == "date":
            return min((moment["start"] for moment in moments if moment["start"]), default=LAST)
        if self.sort == "distance" and self.near:
            return min((self.distance(moment) for moment in moments), default=float("inf"))
        return 0

    def distance(self, moment: Moment) -> float:
        """Return how far `moment` is from where it is asked, in kilometres; infinite when unknown."""
        location = moment["location"]
        if location is None or self.near is None:
            return float("inf")
        point = location["lat"], location["lon"]
        if point not in self._distances:
            self._distances[point] = kilometres(self.near, *point)
        return self._distances[point]


def _utc(moment: dt.datetime) -> str:
    """Return an instant as the documents write it: two of them compare as texts."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
