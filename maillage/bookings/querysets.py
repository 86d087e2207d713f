"""Reads of dates and registrations, in the words of the field."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from wagtail.models import Page, get_page_models

from maillage.places.models import Organization
from maillage.places.pages import page_model, public_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from maillage.bookings.models import (
        Call,  # noqa: F401  a base class names one as text
        Registration,  # noqa: F401  a base class names one as text
        Session,
    )


KEEPS_REGISTRATIONS = "bookings.change_registration"
LEADS_DATES = "bookings.lead_session"
# How long after its date a message to everybody is still told by phone: « you have left your scarf ».
TOLD_AFTER = timedelta(days=7)
READS_TOTALS = "bookings.view_network_totals"


class SessionQuerySet(models.QuerySet["Session"]):
    """Dates as the public, a page or an editor sees them."""

    def public(self) -> Self:
        """Dates of pages that anybody may read: live, and under no restriction."""
        return self.filter(page__in=public_pages())

    def upcoming(self, now: datetime | None = None) -> Self:
        """Dates that have not ended at `now` (aware, the present by default), soonest first."""
        return self.filter(end__gt=now or timezone.now()).order_by("start", "pk")

    def scheduled(self) -> Self:
        """Dates that will take place."""
        return self.filter(status="scheduled")

    def held(self, now: datetime | None = None) -> Self:
        """Dates that took place: over at `now` (aware, by default the present), and not called off."""
        return self.scheduled().filter(end__lte=now or timezone.now())

    def between(self, start: datetime, end: datetime) -> Self:
        """Dates that overlap the window from `start` to `end` (aware, `end` left out)."""
        return self.filter(start__lt=end, end__gt=start)

    def cancelled_today(self, now: datetime | None = None) -> Self:
        """Dates of today, on the site's clock, that will not take place: cancelled, or postponed."""
        today = timezone.localtime(now or timezone.now()).date()
        return self.exclude(status="scheduled").filter(start__date=today).order_by("start", "pk")

    def postponed(self) -> Self:
        """Dates that wait for a new day, however long ago the first one was."""
        return self.filter(status="postponed").order_by("start", "pk")

    def of_page_types(self, content_type_ids: Collection[int]) -> Self:
        """Dates of the pages of some types, by the keys of their content types."""
        return self.filter(page__content_type__in=content_type_ids)

    def booked_with(self, session: Session) -> Self:
        """Dates on which one registration for `session` takes a seat: those of its cycle, or itself alone."""
        if session.series is not None and session.series.as_cycle:
            return self.filter(series=session.series_id)
        return self.filter(pk=session.pk)

    def in_commune(self, commune: str) -> Self:
        """Dates at the places of one commune, by its name."""
        return self.filter(place__commune__iexact=commune)

    def of_organization(self, slug: str) -> Self:
        """Dates of one organisation, by its slug."""
        return self.filter(organization__slug=slug)

    def with_seats_left(self) -> Self:
        """Dates that take place and where a seat can still be taken, or is not counted."""
        return self.scheduled().filter(Q(capacity=None) | Q(seats_taken__lt=F("capacity")))

    def for_cards(self) -> Self:
        """With all that a card shows, in a constant number of queries.

        Pages come as their own type, one query for each type, so that a date knows its booking
        mode; the series come without their rule, which is slow to read.
        """
        return (
            self.select_related("place", "organization", "series")
            .defer("series__recurrences")
            .prefetch_related(Prefetch("page", queryset=Page.objects.specific()))
        )

    def with_surroundings(self) -> Self:
        """With all that a card shows but the page, in one query; `with_pages()` then reads the pages."""
        return (
            self.select_related("place", "organization", "series")
            .defer("series__recurrences")
            .annotate(page_type=F("page__content_type"))
        )

    def for_list(self) -> Self:
        """As `with_surroundings()`, with only the columns that the list of the API tells."""
        return self.with_surroundings().only(
            *("public_id", "page", "start", "end", "original_start", "timezone_name", "status"),
            *("status_reason", "capacity", "seats_taken", "opens_at", "closes_at"),
            *("organization__name", "organization__slug", "series__as_cycle"),
            *("organization__phone", "organization__phone_hours"),
            *("place__commune", "place__postal_code", "place__name", "place__room", "place__street"),
            *("place__lieu_dit", "place__address_for_registered_only"),
            *("place__latitude", "place__longitude"),
        )

    def for_month(self) -> Self:
        """With the little that a cell of the month shows, in the same query."""
        return self.select_related("page", "place").only(
            *("public_id", "start", "end", "timezone_name", "status"),
            *("page__title", "page__content_type", "place__commune"),
        )

    def for_user(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Dates of the organisations in whose name `user` may act."""
        return self.filter(organization__in=Organization.objects.for_user(user))

    def for_team(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Dates whose people `user` sees: of their organisations, or of a page that these help with."""
        organizations = Organization.objects.for_user(user)
        return self.filter(Q(organization__in=organizations) | _of_pages_helped_by(organizations))

    def led_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Dates that name `user` among those who lead them, as long as they have that right."""
        if not user.is_active or not user.has_perm(LEADS_DATES):  # type: ignore[attr-defined]
            return self.none()
        return self.filter(facilitators=user.pk)

    def on_the_day_for(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Dates where `user` may note who comes: those of their team, and those that they lead."""
        theirs = Q(pk__in=self.model.objects.led_by(user).values("pk"))
        if user.is_active and user.has_perm(KEEPS_REGISTRATIONS):  # type: ignore[attr-defined]
            theirs |= Q(pk__in=self.model.objects.for_team(user).values("pk"))
        return self.filter(theirs)


# What the list of the API tells of a date's page, and what says whether a date is open.
LISTED_OF_PAGES = (
    *("title", "url_path", "content_type", "live"),
    *("booking_mode", "booking_opens_days", "booking_closes_hours"),
)


def with_pages(sessions: Iterable[Session], *, columns: tuple[str, ...] = ()) -> list[Session]:
    """Return `sessions` (read with `with_surroundings()` or `for_list()`) with their pages as their own type.

    One query for each type of page: that of a date came with it, so it is not asked for. With
    `columns`, only these are read of the pages, the others once they are asked for.
    """
    sessions = list(sessions)
    keys_by_type: dict[int, set[int]] = defaultdict(set)
    for session in sessions:
        keys_by_type[session.page_type].add(session.page_id)  # type: ignore[attr-defined]
    pages: dict[int, Page] = {}
    for content_type_id, keys in keys_by_type.items():
        typed = page_model(content_type_id)._default_manager.all()
        pages |= (typed.only(*columns) if columns else typed).in_bulk(keys)
    for session in sessions:
        session.page = pages[session.page_id]
    return sessions


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations as the services and the editors see them."""

    def confirmed(self) -> Self:
        """Those that hold their seats."""
        return self.filter(status="confirmed")

    def waiting(self) -> Self:
        """Those that wait, first come first."""
        return self.filter(status="waiting").order_by("created_at", "pk")

    def offered(self) -> Self:
        """Those for which seats are kept until they answer, first come first."""
        return self.filter(status="offered").order_by("created_at", "pk")

    def overdue_offers(self, now: datetime) -> Self:
        """Offers for dates to come that nobody had answered by `now` (aware), the oldest first."""
        to_come = self.filter(dates__session__status="scheduled", dates__session__end__gt=now)
        overdue = to_come.filter(status="offered", offer_expires_at__lte=now)
        return overdue.order_by("offer_expires_at", "pk").distinct()

    def active(self) -> Self:
        """Those that nobody cancelled."""
        return self.exclude(status="cancelled")

    def of_session(self, session: Session) -> Self:
        """Those for one date, cycles included."""
        return self.filter(dates__session=session)

    def for_user(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Those that `user` may read: of their organisations, or for a page that these help with."""
        organizations = Organization.objects.for_user(user)
        helped = self.model.sessions.through.objects.filter(_of_pages_helped_by(organizations, "session__"))
        return self.filter(Q(organization__in=organizations) | Q(pk__in=helped.values("registration")))


def _of_pages_helped_by(organizations: models.QuerySet[Organization], path: str = "") -> Q:
    """Return the condition « its page is one that `organizations` help with ». `path` leads to the date."""
    from maillage.bookings.models import BookablePageMixin  # noqa: PLC0415 - models are made from querysets

    helped = Q(pk__in=[])
    for model in get_page_models():
        if issubclass(model, BookablePageMixin):
            helped |= Q(**{f"{path}page__in": model.pages_helped_by(organizations).values("pk")})
    return helped


class CallQuerySet(models.QuerySet["Call"]):
    """People to call, as their team and the printed sheet see them."""

    def to_make(self, now: datetime | None = None) -> Self:
        """Those that nobody has made, and that still mean something: the nearest date first.

        A person who has cancelled or was erased is not called, nor somebody who was told that a seat
        is theirs when it no longer is, nor about a date that has gone by. A message to everybody is told
        to those whom it was written to, for a while after the date too.
        """
        now = now or timezone.now()
        rows = apps.get_model("bookings", "RegisteredDate").objects.filter(
            registration=OuterRef("registration")
        )
        is_to_come = Exists(rows.filter(session__status="scheduled", session__start__gt=now))
        seat = Q(is_to_come, kind="bookings.registration_promoted", registration__status="confirmed")
        offer = Q(
            is_to_come,
            kind="bookings.seats_offered",
            registration__status="offered",
            registration__offer_expires_at__gt=now,
        )
        about_a_seat = Q(kind__in=("bookings.registration_promoted", "bookings.seats_offered"))
        coming = Q(session=None) | Q(session__end__gt=now) | Q(session__status="postponed")
        news = Q(coming, ~about_a_seat, ~Q(registration__status="cancelled"), broadcast=None)
        written_to = Concat(Value('"'), F("registration__status"), Value('"'))
        theirs = Q(coming | Q(created_at__gt=now - TOLD_AFTER), written_for__contains=written_to)
        to_make = self.alias(written_for=Cast("broadcast__statuses", models.TextField()))
        return to_make.filter(seat | offer | news | theirs, done_at=None, registration__anonymized_at=None)

    def for_user(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Those of the people whom `user` may see."""
        people = RegistrationQuerySet(apps.get_model("bookings", "Registration")).for_user(user)
        return self.filter(registration__in=people)

    def with_people(self) -> Self:
        """With what a line of the list shows and says, in two queries."""
        rows = self.select_related(
            *("registration__organization", "session__place", "session__page", "done_by", "broadcast")
        )
        return rows.prefetch_related("registration__dates")
