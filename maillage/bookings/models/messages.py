"""What the team wrote to everybody of a date, and whom it must call."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.bookings.querysets import CallQuerySet


class Broadcast(models.Model):
    """One text to many people. Those who receive it are found when it is sent, by their status."""

    organization = models.ForeignKey("places.Organization", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        "bookings.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="broadcasts"
    )
    series = models.ForeignKey(
        "bookings.SessionSeries", on_delete=models.PROTECT, null=True, blank=True, related_name="broadcasts"
    )
    statuses = models.JSONField(_("to whom"), default=list, help_text="Statuses of registrations.")
    subject = models.CharField(pgettext_lazy("e-mail", "subject"), max_length=120)
    body = models.TextField(_("message"), max_length=4000)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    sent_at = models.DateTimeField(_("sent on"), default=timezone.now, editable=False)
    recipients = models.PositiveIntegerField(_("people"), default=0)
    # Drawn with the form, so that a double click writes to everybody once.
    key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("message to everybody")
        verbose_name_plural = _("messages to everybody")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session__isnull=False) ^ models.Q(series__isnull=False),
                name="broadcast_to_a_date_or_a_series",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d %H:%M}"


# What says when a date takes place, or that it does not: the last one alone is true.
NEWS_OF_A_DATE = ("bookings.session_cancelled", "bookings.session_moved", "bookings.session_postponed")
# What is asked, not only told: the call is over once its answer is noted.
OFFER = "bookings.seats_offered"


class CallAnswer(models.TextChoices):
    """What somebody to whom seats are offered says on the phone."""

    ACCEPT = "accept", _("They come")
    TOGETHER = "together", _("They prefer to come all together")
    DECLINE = "decline", _("They do not come")


class Call(models.Model):
    """One thing to say to one person by phone, until somebody ticks it."""

    registration = models.ForeignKey("bookings.Registration", on_delete=models.CASCADE, related_name="calls")
    session = models.ForeignKey(
        "bookings.Session", on_delete=models.CASCADE, null=True, blank=True, related_name="calls"
    )
    kind = models.CharField(_("what to say"), max_length=80, help_text="The kind of message it stands for.")
    # The team's own words, when the call stands for a message to everybody.
    broadcast = models.ForeignKey(
        "bookings.Broadcast", on_delete=models.CASCADE, null=True, blank=True, related_name="calls"
    )
    key = models.CharField(max_length=160, unique=True, help_text="The same occasion twice is one call.")
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    before = models.DateTimeField(_("call before"), null=True, blank=True)
    done_at = models.DateTimeField(_("called on"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("called by"),
    )

    answer = models.CharField(_("answer"), max_length=10, choices=CallAnswer, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("not reached"), default=0, editable=False)
    tried_at = models.DateTimeField(_("last tried on"), null=True, blank=True, editable=False)
    again_at = models.DateTimeField(_("call again at"), null=True, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("person to call")
        verbose_name_plural = _("people to call")
        ordering = ["before", "created_at", "pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(done_at=None), name="call_to_make"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.registration_id}"

    @property
    def is_offer(self) -> bool:
        """Whether an answer is awaited: seats are kept until it is given."""
        return self.kind == OFFER
