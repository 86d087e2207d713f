"""The rule that a set of dates was made from."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from recurrence.fields import RecurrenceField
from wagtail.models import Page


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
