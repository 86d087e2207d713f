"""The shapes of the content, and the raw values of blocks and questions in as few words as it needs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from maillage.bookings.models import BookingMode
from workshops.models import Accompanied, Level, PriceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation of the network. `presentation` is HTML."""

    key: str
    name: str
    kind: str
    role: str
    presentation: str
    phone: str = ""
    phone_hours: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCard:
    """An invented room in a real commune; the coordinates are about those of the commune (degrees, WGS 84)."""

    key: str
    organization: str
    commune: str
    postal_code: str
    name: str
    latitude: str
    longitude: str
    street: str = ""
    lieu_dit: str = ""
    room: str = ""
    access: str = ""
    phone: str = ""
    address_for_registered_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When the dates are: an RRULE (RFC 5545) without its bounds, a local hour, a length.

    `most` stops the dates after that many. `as_cycle`: booked as a whole.
    """

    rule: str
    start: time
    length: timedelta
    capacity: int | None = None
    most: int | None = None
    as_cycle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The date of this rank (from 0) is cancelled."""

    rank: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The date of this rank (from 0) begins `later`."""

    rank: int
    later: timedelta
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How many registrations each date has, from the first; `seats` are asked for in turn.

    On the first date, the first `leaving` people have cancelled since: who waits is offered their seats.
    """

    registrations: tuple[int, ...] = ()
    seats: tuple[int, ...] = (1,)
    leaving: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A workshop with its dates and its people. `body` is HTML; organisations and places are keys.

    `questions` is the raw value of the stream that its form asks.
    """

    key: str
    title: str
    introduction: str
    body: str
    organization: str
    place: str
    rhythm: Rhythm
    topics: tuple[str, ...]
    bring: tuple[str, ...] = ()
    co_organizers: tuple[str, ...] = ()
    facilitators: tuple[tuple[str, bool], ...] = ()
    languages: tuple[str, ...] = ("fr",)
    accessibility: tuple[str, ...] = ()
    level: str = Level.BEGINNER
    age_from: int | None = None
    age_to: int | None = None
    accompanied: str = Accompanied.NO
    accompanied_under: int | None = None
    price_kind: str = PriceKind.FREE
    price: int | None = None
    members_price: int | None = None
    booking_mode: str = BookingMode.ONLINE
    booking_opens_days: int | None = None
    booking_closes_hours: int = 0
    seats_per_registration: int = 1
    guardian_below_age: int | None = None
    asks_photo: bool = False
    questions: tuple[dict[str, Any], ...] = ()
    people: Attendance = field(default_factory=Attendance)
    cancelled: Cancelled | None = None
    moved: Moved | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A page of text below `parent` (a key; empty: the home page).

    `body` is the raw value of a `BodyBlock` stream. Where a block wants a page or an image, it
    holds the key of one, for example « page:call » or « picture:shop ».
    """

    key: str
    title: str
    slug: str
    introduction: str
    body: tuple[dict[str, Any], ...]
    parent: str = ""


Block = dict[str, Any]


def ask(kind: str, wording: str, *choices: str | tuple[str, int], **fields: Any) -> Block:
    """A question of the `kind` of a block. A choice is its words, or its words and its places."""
    value: dict[str, Any] = {"wording": wording, **fields}
    if choices:
        value["choices"] = [_choice(wording, one) for one in choices]
    return {"type": kind, "id": _same_each_time(wording), "value": value}


def _choice(wording: str, one: str | tuple[str, int]) -> Block:
    words, places = one if isinstance(one, tuple) else (one, None)
    identity = _same_each_time(f"{wording} {words}")
    return {"type": "item", "id": identity, "value": {"words": words, "places": places}}


def _same_each_time(words: str) -> str:
    """Return an id that does not change when the demo is made again."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, words))


def text(html: str) -> Block:
    """A block of paragraphs, subtitles and lists."""
    return {"type": "paragraph", "value": html}


def link(words: str, page: str) -> Block:
    """A button that leads to the demo's page of this key."""
    return {"type": "call_to_action", "value": {"words": words, "page": page, "address": ""}}


def figures(source: str, *lines: tuple[str, str]) -> Block:
    """Key figures: each a number as it is said, and what it counts."""
    numbers = [{"value": value, "words": words} for value, words in lines]
    return {"type": "key_figures", "value": {"figures": numbers, "source": source}}


def picture(key: str, alt_text: str, caption: str) -> Block:
    """The demo's picture of this key, what it shows in words, and its caption."""
    image = {"image": key, "alt_text": alt_text, "decorative": False}
    return {"type": "picture", "value": {"picture": image, "caption": caption}}


def notice(title: str, words: str, level: str = "info") -> Block:
    """A framed message; `level` is info or warning."""
    return {"type": "notice", "value": {"level": level, "title": title, "text": words}}


def questions(*pairs: tuple[str, str]) -> Block:
    """Questions that open on their answers (HTML)."""
    asked = [{"question": question, "answer": answer} for question, answer in pairs]
    return {"type": "questions", "value": {"questions": asked}}
