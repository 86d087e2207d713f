"""How an organisation works: what it may issue, how long it keeps a machine for somebody."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkshopRules(models.Model):
    """One row for an organisation; without it, the defaults below."""

    organization = models.OneToOneField(
        "places.Organization",
        on_delete=models.CASCADE,
        related_name="workshop_rules",
        verbose_name=_("organisation"),
    )
    # Only the network's team ticks it: issuing one without the right is fined (CGI, art. 1740 A).
    issues_tax_receipts = models.BooleanField(_("entitled to issue tax receipts"), default=False)
    sells_as_professional = models.BooleanField(
        _("sells as a professional"),
        default=False,
        help_text=_("What is sold then has the legal guarantee of two years."),
    )
    keeps_for_days = models.PositiveSmallIntegerField(
        _("days a machine is kept for somebody"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    loan_days = models.PositiveSmallIntegerField(
        _("usual length of a loan, in days"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    waits_too_long_days = models.PositiveSmallIntegerField(
        _("days after which a machine waits too long at a step"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )

    class Meta:
        verbose_name = _("rules of the workshop")
        verbose_name_plural = _("rules of workshops")

    def __str__(self) -> str:
        return f"{self.organization_id}"
