"""What the API says of a date and of a registration. No list ever holds a person."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from ninja import Field, Schema

from maillage.bookings.activities import Activity
from maillage.bookings.models import BookingMode, RegistrationStatus, SessionStatus
from maillage.bookings.public.filters import EARLIEST_YEAR, LATEST_YEAR

FIRST_DAY, LAST_DAY = dt.date(EARLIEST_YEAR, 1, 1), dt.date(LATEST_YEAR, 12, 31)
# A database that meets a null byte in a text stops with an error: refuse it at the door.
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Day = Annotated[dt.date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class SessionFilters(Schema):
    """What can be asked of the list of dates."""

    from_: Day | None = Field(None, alias="from", description="First day, included. Today unless given.")
    to: Day | None = Field(None, description="Last day, included.")
    organization: Text = Field("", description="Slug of the organisation.")
    commune: Text = Field("", description="Name of the commune, in full.")
    activity: Activity | None = Field(None, description="What the date is about.")
    available: bool = Field(default=False, description="Only dates that take place and have a seat left.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class SessionPointOut(Schema):
    """A point, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class SessionPlaceOut(Schema):
    """Where it happens: what anybody may read of it. More is in `/api/v1/places`."""

    id: int
    name: str
    commune: str
    postal_code: str
    address_lines: list[str] = Field(description="As on an envelope, the commune last.")
    geo: SessionPointOut | None = Field(description="null: unknown, or given to registered people only.")


class SessionOrganizationOut(Schema):
    """Who organises, and the phone to call."""

    id: int
    slug: str
    name: str
    phone: str
    phone_hours: str


class SessionPageOut(Schema):
    """The page that tells what happens there; `id` is the workshop's in `/api/v1/workshops`."""

    id: int
    title: str
    url: str


class SeriesOut(Schema):
    """The regular dates it is one of."""

    id: int
    as_cycle: bool = Field(description="true: one registration takes a seat on every date.")


class SessionOut(Schema):
    """One date. Times carry the offset of the place's clock."""

    id: str = Field(description="Public identifier: it stays when the date moves.")
    title: str
    activity: Activity
    url: str = Field(description="Its public page.")
    ics_url: str = Field(description="Its calendar file.")
    start: dt.datetime
    end: dt.datetime
    timezone: str
    status: SessionStatus
    status_reason: str = Field(description="Why it is cancelled, in words for the public.")
    moved_from: dt.datetime | None = Field(description="The start first announced, when it has moved.")
    capacity: int | None = Field(description="null: seats are not counted.")
    seats_left: int | None = Field(description="null: seats are not counted.")
    is_full: bool = Field(description="true: the next person joins the waiting list.")
    booking_mode: BookingMode
    is_open: bool = Field(description="Whether a registration is accepted now, at least to wait.")
    registration_url: str | None = Field(description="The public form; null when there is none.")
    page: SessionPageOut
    place: SessionPlaceOut | None
    organization: SessionOrganizationOut
    series: SeriesOut | None


class SessionsOut(Schema):
    """One slice of the dates, and how many there are in all."""

    count: int
    items: list[SessionOut]


class RegistrationIn(Schema):
    """A registration. `GET /sessions/{id}/form` gives the exact schema of one date, questions included."""

    name: str
    phone: str = Field("", description="A phone or an e-mail address is needed.")
    email: str = ""
    seats: int = 1
    answers: dict[str, Any] = Field(default_factory=dict, description="Answers to the page's own questions.")
    companions: list[str] = Field(default_factory=list, description="Names of the others, one for each seat.")
    slot: str = Field("", description="Start of the appointment; the first that is free by default.")
    relay_name: str = Field("", description="Who registers the person, when it is somebody else.")
    relay_role: str = Field("", description="relative, social_worker or other.")
    photo_allowed: bool | None = None
    minor: bool = Field(default=False, description="Under the age below which a guardian is asked for.")
    guardian_name: str = ""
    guardian_phone: str = ""
    may_leave_alone: bool = False
    emergency_note: str = ""


class RegistrationOut(Schema):
    """What the person keeps: the reference, to say on the phone."""

    reference: str
    status: RegistrationStatus
    seats: int
    rank: int | None = Field(description="Place on the waiting list, from 1; null when confirmed.")
    session: SessionOut


class RefusalOut(Schema):
    """Why nothing was done, in French, and the phone to call when there is one."""

    detail: str
    phone: str = ""


class InvalidOut(Schema):
    """What to correct: messages in French, by field."""

    detail: str
    errors: dict[str, list[str]]
