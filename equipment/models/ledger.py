"""The ledger: one row for each change of a machine's state, never changed and never deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from equipment.states import Custody, DataStatus, Situation, Step


class EntryDetails(models.Model):
    """Who did it and in what words. The ledger holds its key alone, so this can be emptied one day."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = models.CharField(_("in words"), max_length=500, blank=True)
    # Who signed a reason, or destroyed a disk, when it is somebody without an account.
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    expires_on = models.DateField(db_index=True, null=True, blank=True, editable=False)
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("details of an entry")
        verbose_name_plural = _("details of entries")

    def __str__(self) -> str:
        return f"{self.pk}"


class LedgerEntry(models.Model):
    """One change. Codes only: no name, no free words, so that it can be kept whole for ever."""

    organization_path = "machine__organization"

    machine = models.ForeignKey("equipment.Machine", on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField(_("number"))
    # A code of `equipment.transitions.TRANSITIONS`, « undo », or one of the codes of proofs.
    code = models.CharField(_("what was done"), max_length=20)
    from_step = models.CharField(max_length=12, choices=Step, blank=True)
    from_custody = models.CharField(max_length=12, choices=Custody, blank=True)
    from_data = models.CharField(max_length=12, choices=DataStatus, blank=True)
    to_step = models.CharField(_("step"), max_length=12, choices=Step)
    to_custody = models.CharField(_("who has it"), max_length=12, choices=Custody)
    to_data = models.CharField(_("data"), max_length=12, choices=DataStatus)
    at = models.DateTimeField(_("date"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    situation = models.CharField(_("to whom"), max_length=12, choices=Situation, blank=True)
    price_cents = models.PositiveIntegerField(_("price, in cents"), null=True, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    # The gesture that moved several machines at once: one « annuler » takes it back.
    series = models.UUIDField(null=True, blank=True, db_index=True)
    details = models.ForeignKey(
        EntryDetails, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )

    class Meta:
        verbose_name = _("entry in the ledger")
        verbose_name_plural = _("ledger")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["machine", "sequence"], name="equipment_entry_once"),
            models.CheckConstraint(
                condition=(Q(code="undo") & Q(reverses__isnull=False))
                | (~Q(code="undo") & Q(reverses__isnull=True)),
                name="equipment_undo_names_its_entry",
            ),
        ]
        indexes = [models.Index(fields=["code", "at"], name="equipment_entries_by_code")]

    def __str__(self) -> str:
        return f"{self.machine_id}-{self.sequence}"
