"""The shapes of the content: what a writer needs to know of each thing."""

from __future__ import annotations

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
