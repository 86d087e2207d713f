"""People whom the team must call: they have no e-mail address, or there is no time to write."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import CallQuerySet


class Call(models.Model):
    """One thing to say to one person by phone, until somebody ticks it."""

    registration = models.ForeignKey("bookings.Registration", on_delete=models.CASCADE, related_name="calls")
    session = models.ForeignKey(
        "bookings.Session", on_delete=models.CASCADE, null=True, blank=True, related_name="calls"
    )
    kind = models.CharField(_("what to say"), max_length=80, help_text="The kind of message it stands for.")
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
