"""Dates of a page, and the rule that a series of them was made from."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from recurrence.fields import RecurrenceField
from wagtail.models import Page

from maillage.bookings.codes import new_public_id
from maillage.bookings.querysets import SessionQuerySet


class SessionStatus(models.TextChoices):
    """Whether a date takes place."""

    SCHEDULED = "scheduled", _("Planned")
    POSTPONED = "postponed", _("Postponed, new date to come")
    CANCELLED = "cancelled", pgettext_lazy("date", "Cancelled")


class Session(models.Model):
    """When, where and for how many. Times are aware UTC, made from the local wall time."""

    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="sessions")
    series = models.ForeignKey(
        "bookings.SessionSeries", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    organization = models.ForeignKey("places.Organization", on_delete=models.PROTECT, related_name="+")
    start = models.DateTimeField(_("begins"))
    end = models.DateTimeField(_("ends"))
    original_start = models.DateTimeField(
        editable=False, help_text="What the series' rule said: the RECURRENCE-ID after a move."
    )
    timezone_name = models.CharField(max_length=40, default="Europe/Paris")
    place = models.ForeignKey(
        "places.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("place"),
    )
    room = models.CharField(
        _("room"),
        max_length=60,
        blank=True,
        help_text=_("When two dates take place at the same hour. For example: upstairs."),
    )
    slot_minutes = models.PositiveSmallIntegerField(
        _("cut into appointments of so many minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
        help_text=_(
            "For example: 30. Each person then chooses an hour. Empty: everybody comes at the start."
        ),
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="led_sessions",
        verbose_name=_("who leads"),
        help_text=_("They see the attendance of this date and may cancel it, nothing more."),
    )
    status = models.CharField(
        pgettext_lazy("date", "status"), max_length=10, choices=SessionStatus, default=SessionStatus.SCHEDULED
    )
    status_reason = models.CharField(_("reason that people read"), max_length=200, blank=True)
    status_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    capacity = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as come."),
    )
    # Held under the row's lock by the services only; the CHECK below is the last guard.
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    # How many registrations wait, under the same lock: a seat is given without counting them anew.
    waiting_count = models.PositiveIntegerField(default=0, editable=False)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")),
                name="session_never_overbooked",
            ),
            models.UniqueConstraint(fields=["series", "original_start"], name="session_once_in_series"),
        ]
        indexes = [
            models.Index(fields=["start", "status"], name="session_agenda"),
            models.Index(fields=["page", "start"], name="session_of_page"),
        ]
        permissions = [
            ("lead_session", _("Can note who comes to the dates that name them, and cancel these")),
            ("view_network_totals", _("Can read the totals of every organisation, without any name")),
        ]

    def __str__(self) -> str:
        return f"{self.local_start:%Y-%m-%d %H:%M}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people read this date."""
        return ZoneInfo(self.timezone_name)

    @property
    def local_start(self) -> datetime:
        """When it begins, on the clock of the place."""
        return self.start.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        """When it ends, on the clock of the place."""
        return self.end.astimezone(self.zone)

    @property
    def activity(self) -> str:
        """The activity of its page: workshop, repair, equipment or event."""
        page_class = self.page.specific_class
        return getattr(page_class, "activity", "workshop")

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.status == SessionStatus.CANCELLED

    @property
    def is_postponed(self) -> bool:
        """Whether it waits for a new date."""
        return self.status == SessionStatus.POSTPONED

    @property
    def takes_place(self) -> bool:
        """Whether people can come at the hours it says."""
        return self.status == SessionStatus.SCHEDULED

    @property
    def is_moved(self) -> bool:
        """Whether it takes place at another time than was first published."""
        return self.start != self.original_start and self.takes_place

    @property
    def has_started(self) -> bool:
        """Whether it has already begun, which is when registration has no sense any more."""
        return self.start <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        """Whether people will still come to it: it has not begun, or waits for its new day."""
        return self.is_postponed or (self.takes_place and not self.has_started)

    @property
    def seats_left(self) -> int | None:
        """How many seats can still be taken; None when they are not counted."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)

    @property
    def is_full(self) -> bool:
        """Whether the next person joins the waiting list."""
        return self.seats_left == 0


class SessionSeries(models.Model):
    """« Every Tuesday from 6.30 pm until 30 June »: kept to extend it and to write the calendar feed.

    The rule is stored without DTSTART: `first_date` and `start_time`, local to `timezone_name`,
    are its anchor, so that a clock change never moves a session by an hour.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="session_series")
    organization = models.ForeignKey("places.Organization", on_delete=models.PROTECT, related_name="+")
    recurrences = RecurrenceField(verbose_name=_("regularity"), include_dtstart=False)
    first_date = models.DateField(_("first date"))
    until = models.DateField(_("last date"))
    start_time = models.TimeField(_("begins at"))
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"), validators=[MinValueValidator(5), MaxValueValidator(24 * 60)]
    )
    timezone_name = models.CharField(max_length=40, default="Europe/Paris")
    as_cycle = models.BooleanField(
        _("booked as a cycle"),
        default=False,
        help_text=_("One registration takes a seat on every date, or on none."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("regular dates")
        verbose_name_plural = _("regular dates")

    def __str__(self) -> str:
        return f"{self.first_date:%Y-%m-%d} – {self.until:%Y-%m-%d}"
