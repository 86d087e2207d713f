"""A person's registration, for one date or for a whole cycle, and each of the dates it holds."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.bookings.codes import new_reference
from maillage.bookings.querysets import RegistrationQuerySet
from maillage.places.codes import spoken


class RegistrationStatus(models.TextChoices):
    """What a registration is worth today."""

    CONFIRMED = "confirmed", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A seat is kept, to be accepted")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class RegistrationSource(models.TextChoices):
    """Which door the registration came through."""

    WEB = "web", _("Site")
    API = "api", _("Another site")
    STAFF = "staff", _("Typed by the team")
    WALK_IN = "walk_in", _("Came without registering")


class RelayRole(models.TextChoices):
    """Who registers somebody else, and is called in their place."""

    RELATIVE = "relative", _("A relative")
    SOCIAL_WORKER = "social_worker", _("A social worker")
    OTHER = "other", _("Somebody else")


class Registration(models.Model):
    """Who comes and for how many seats. Never named by the person: see `__str__`."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference)
    organization = models.ForeignKey(
        "places.Organization", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    series = models.ForeignKey(
        "bookings.SessionSeries",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        help_text="Set when the registration is for a whole cycle.",
    )
    sessions = models.ManyToManyField(
        "bookings.Session", through="bookings.RegisteredDate", related_name="registrations"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    # Set when somebody registers another person: the phone and the e-mail above are then theirs.
    relay_name = models.CharField(_("registered by"), max_length=120, blank=True)
    relay_role = models.CharField(_("who is"), max_length=20, choices=RelayRole, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    companions = models.JSONField(
        _("names of the others"),
        default=list,
        blank=True,
        help_text="A list of names, never more than seats - 1.",
    )
    # A double that was merged: its reference stays, and leads to the one that counts.
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="doubles"
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    status = models.CharField(
        pgettext_lazy("registration", "status"), max_length=10, choices=RegistrationStatus
    )
    source = models.CharField(_("came by"), max_length=10, choices=RegistrationSource)
    created_at = models.DateTimeField(_("registered on"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    # An offer: the seats kept (fewer than `seats` when a group is asked to split), and until when.
    offered_seats = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    offered_at = models.DateTimeField(null=True, blank=True, editable=False)
    offer_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A group that said no to coming as fewer is not asked again.
    stays_whole = models.BooleanField(default=False, editable=False)
    consent_version = models.CharField(_("version of the notice"), max_length=40, blank=True, editable=False)
    consented_at = models.DateTimeField(_("agreed on"), null=True, blank=True, editable=False)
    read_aloud_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("read aloud by"),
    )
    photo_allowed = models.BooleanField(_("may be on photos"), null=True, blank=True)
    # Raised to make every link sent so far worthless.
    link_counter = models.PositiveIntegerField(default=0, editable=False)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    expires_on = models.DateField(_("kept until"), db_index=True, editable=False)
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="registration_takes_a_seat"),
            models.CheckConstraint(
                condition=~Q(status="offered")
                | Q(offered_seats__gte=1, offered_seats__lte=F("seats"), offer_expires_at__isnull=False),
                name="registration_offer_is_whole",
            ),
        ]
        # Few people wait: finding the next one must not walk through all the others.
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(status="waiting"), name="registration_waiting_list"
            ),
            models.Index(
                fields=["offer_expires_at"], condition=Q(status="offered"), name="registration_offers"
            ),
        ]

    def __str__(self) -> str:
        # Wagtail's log keeps this text for ever, so it never holds a name.
        return self.reference

    @property
    def spoken_reference(self) -> str:
        """The reference as it is read aloud."""
        return spoken(self.reference)

    @property
    def is_cancelled(self) -> bool:
        """Whether it holds nothing any more."""
        return self.status == RegistrationStatus.CANCELLED

    @property
    def has_left_cycle(self) -> bool:
        """Whether it gave back the dates to come of a cycle: it stays for those that took place."""
        return self.status == RegistrationStatus.CONFIRMED and self.cancelled_at is not None

    @property
    def reads_full_address(self) -> bool:
        """Whether an address kept for registered people is told: on its page, in its e-mails and files."""
        return self.status == RegistrationStatus.CONFIRMED

    @property
    def is_offered(self) -> bool:
        """Whether seats are kept for it until it answers."""
        return self.status == RegistrationStatus.OFFERED

    @property
    def seats_held(self) -> int:
        """How many seats of its dates it counts in `seats_taken`."""
        if self.status == RegistrationStatus.CONFIRMED:
            return self.seats
        return self.offered_seats or 0 if self.is_offered else 0

    @property
    def is_offered_fewer(self) -> bool:
        """Whether a group is asked to come as fewer than it wanted."""
        return self.is_offered and self.seats_held < self.seats

    def is_overdue(self, now: datetime) -> bool:
        """Whether an offer was made that nobody answered in time, at `now` (aware)."""
        return self.is_offered and self.offer_expires_at is not None and self.offer_expires_at <= now

    @property
    def has_let_offer_end(self) -> bool:
        """Whether it left the list because nobody answered in time: it may come back to the end."""
        return self.is_cancelled and self.offer_expires_at is not None

    @property
    def is_waiting(self) -> bool:
        """Whether it is on the waiting list."""
        return self.status == RegistrationStatus.WAITING

    def waiting_rank(self) -> int | None:
        """Its place on the waiting list, from 1; None when it does not wait."""
        if not self.is_waiting:
            return None
        before = Q(created_at__lt=self.created_at) | Q(created_at=self.created_at, pk__lt=self.pk)
        same_dates = Registration.objects.waiting().filter(dates__session__registrations=self)
        return same_dates.filter(before).distinct().count() + 1


class Attendance(models.TextChoices):
    """What the team noted on the day."""

    UNKNOWN = "unknown", _("Not noted")
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


class RegisteredDate(models.Model):
    """One date that a registration is for: one row by date, several for a cycle."""

    registration = models.ForeignKey("bookings.Registration", on_delete=models.CASCADE, related_name="dates")
    session = models.ForeignKey("bookings.Session", on_delete=models.PROTECT, related_name="registered")
    slot_start = models.DateTimeField(
        _("appointment"),
        null=True,
        blank=True,
        help_text="Aware; only on dates cut into appointments, while the registration holds its seat.",
    )
    attendance = models.CharField(
        _("attendance"), max_length=10, choices=Attendance, default=Attendance.UNKNOWN
    )
    present_seats = models.PositiveSmallIntegerField(_("people present"), null=True, blank=True)
    attendance_at = models.DateTimeField(null=True, blank=True, editable=False)
    paid_amount = models.DecimalField(
        _("paid in euros"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    paid_means = models.ForeignKey(
        "bookings.PaymentMeans",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("means of payment"),
    )
    paid_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("registered date")
        verbose_name_plural = _("registered dates")
        constraints = [
            models.UniqueConstraint(fields=["session", "registration"], name="registered_once_a_date"),
            models.UniqueConstraint(
                fields=["session", "slot_start"],
                condition=Q(slot_start__isnull=False),
                name="registered_once_an_appointment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} → {self.session_id}"
