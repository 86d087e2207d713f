"""What an editor wrote to everybody of a date or of a series."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
