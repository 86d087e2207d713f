"""How often somebody did something lately, without who; and who looked at lists of people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RateCount(models.Model):
    """Hits in one window of time. `who` is a keyed hash: nobody can be read from it."""

    scope = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    window_end = models.DateTimeField(db_index=True)
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "who", "window_end"], name="rate_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.hits}"


class AccessRecord(models.Model):
    """Somebody of a team looked at a list of people, or took it away. Says which list, never whom it held."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    what = models.CharField(_("which list"), max_length=40, help_text="A code: « bookings.registrations ».")
    reference = models.CharField(_("of what"), max_length=80, blank=True)
    rows = models.PositiveIntegerField(_("people in it"))
    exported = models.BooleanField(_("taken away as a file"), default=False)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    # Looking again within the hour is the same look. A file taken away is each time another one.
    hour = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("look at a list of people")
        verbose_name_plural = _("looks at lists of people")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "what", "reference", "hour"],
                condition=models.Q(exported=False),
                name="access_recorded_once_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.reference}"
