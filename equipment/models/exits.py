"""The papers of an exit: a hand-over, a loan, a recycling slip. Each names its entry in the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from equipment.models.kept_contact import KeptContact
from maillage.privacy.files import Nameless, PrivateStorage


class HandOver(KeptContact):
    """A machine given or sold: the sheet that both keep."""

    organization_path = "machine__organization"

    machine = models.ForeignKey("equipment.Machine", on_delete=models.PROTECT, related_name="hand_overs")
    entry = models.OneToOneField("equipment.LedgerEntry", on_delete=models.PROTECT, related_name="hand_over")
    need = models.ForeignKey(
        "equipment.Need", on_delete=models.PROTECT, null=True, blank=True, related_name="hand_overs"
    )
    on = models.DateField(_("handed over on"), default=timezone.localdate)
    # Two years from a professional seller (code de la consommation, art. L. 217-3); none otherwise.
    guaranteed_until = models.DateField(_("guaranteed until"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.machine.spoken_tag}, {date_format(self.on)}"


class Loan(KeptContact):
    """A machine lent until a day; the borrower is reminded before it."""

    organization_path = "machine__organization"

    machine = models.ForeignKey("equipment.Machine", on_delete=models.PROTECT, related_name="loans")
    entry = models.OneToOneField("equipment.LedgerEntry", on_delete=models.PROTECT, related_name="loan")
    need = models.ForeignKey(
        "equipment.Need", on_delete=models.PROTECT, null=True, blank=True, related_name="loans"
    )
    lent_on = models.DateField(_("lent on"), default=timezone.localdate)
    due_on = models.DateField(_("to be brought back before"), db_index=True)
    returned_at = models.DateTimeField(_("came back on"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("loan")
        verbose_name_plural = _("loans")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["machine"], condition=Q(returned_at=None), name="equipment_lent_once"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("lent_on")), name="equipment_loan_has_a_term"),
        ]

    def __str__(self) -> str:
        return f"{self.machine.spoken_tag}, {date_format(self.lent_on)}"


class RecyclingSlip(models.Model):
    """What an eco-organisation takes away: its number, the weight, and the machines by their serials."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="recycling_slips",
        verbose_name=_("organisation"),
    )
    eco_organisation = models.CharField(
        _("eco-organisation"), max_length=80, help_text=_("For example: ecosystem.")
    )
    number = models.CharField(
        _("number of the slip"), max_length=60, help_text=_("The one printed on the slip they gave you.")
    )
    collected_on = models.DateField(_("taken away on"), default=timezone.localdate)
    weight_grams = models.PositiveIntegerField(_("total weight in grams"))
    file = models.FileField(_("slip"), storage=PrivateStorage(), upload_to=Nameless("recycling"), blank=True)
    entries = models.ManyToManyField("equipment.LedgerEntry", related_name="recycling_slips", blank=True)

    class Meta:
        verbose_name = _("recycling slip")
        verbose_name_plural = _("recycling slips")
        ordering = ["-collected_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "eco_organisation", "number"], name="equipment_slip_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.eco_organisation} {self.number}"
