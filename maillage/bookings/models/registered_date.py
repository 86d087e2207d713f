"""One date of one registration: the appointment, who came, what was paid."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
