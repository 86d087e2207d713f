"""« Bon de dépôt »: an object that stays at the café, whose it is, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .sheet import IntakeSheet


class OwnWay(models.TextChoices):
    """What a café does by itself with an object that nobody takes back."""

    PARTS = "parts", _("Kept at the café for its parts")
    RECYCLED = "recycled", _("Taken to be recycled")


class DepositSlip(models.Model):
    """An object that stays at the café: whose it is, until when it is kept, what becomes of it."""

    organization_path = "sheet__session__organization"

    sheet = models.OneToOneField(IntakeSheet, on_delete=models.PROTECT, related_name="deposit")
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    left_on = models.DateField(_("left on"))
    collect_before = models.DateField(_("to be collected before"), db_index=True)
    collected_at = models.DateTimeField(_("collected on"), null=True, blank=True)
    abandoned_at = models.DateTimeField(_("given up on"), null=True, blank=True, editable=False)
    # One of the café's own ways, or the words of another plugin, then what the object became there.
    destination = models.CharField(_("destination"), max_length=60, blank=True, editable=False)
    destination_reference = models.CharField(max_length=60, blank=True, editable=False)
    destination_url = models.CharField(max_length=200, blank=True, editable=False)
    expires_on = models.DateField(_("kept until"), db_index=True, editable=False)
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("deposit slip")
        verbose_name_plural = _("deposit slips")
        ordering = ["collect_before", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(collect_before__gte=F("left_on")), name="repair_deposit_has_a_delay"
            ),
            models.CheckConstraint(
                condition=Q(anonymized_at__isnull=False) | ~Q(name="") & (~Q(phone="") | ~Q(email="")),
                name="repair_deposit_owner_is_reachable",
            ),
            models.CheckConstraint(
                condition=Q(collected_at=None) | Q(abandoned_at=None),
                name="repair_deposit_collected_or_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether the object is still there for its owner."""
        return self.collected_at is None and self.abandoned_at is None

    @property
    def is_late(self) -> bool:
        """Whether the day has passed and nobody came."""
        return self.is_waiting and self.collect_before < timezone.localdate()

    @property
    def destination_words(self) -> str:
        """Where an object that was given up went, for people."""
        own = dict(OwnWay.choices)
        return str(own.get(self.destination, self.destination))
