"""The papers of a café: its rules, its insurance, and who publishes its repairs."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from maillage.privacy.files import Nameless, PrivateStorage


class HouseRules(models.Model):
    """One version of what people agree to. What somebody agreed to never changes: a new one is written."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="repair_rules",
        verbose_name=_("organisation"),
    )
    version = models.PositiveIntegerField(_("version"), editable=False)
    text = models.TextField(
        _("rules"),
        max_length=4000,
        help_text=_(
            "Short sentences, to be read aloud: nobody promises that it will work, the owner takes part,"
            " the repair may make the object worse."
        ),
    )
    published_at = models.DateTimeField(_("in force since"), null=True, blank=True, editable=False)

    panels = [
        FieldPanel("organization", help_text=_("The organisation whose repair cafés follow these rules.")),
        FieldPanel("text"),
    ]

    class Meta:
        verbose_name = _("house rules")
        verbose_name_plural = _("house rules")
        ordering = ["organization", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "version"], name="repair_rules_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} v{self.version}"


class InsuranceCertificate(models.Model):
    """Proof that a café is insured, until a day: the organisation is reminded before it."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="repair_insurances",
        verbose_name=_("organisation"),
    )
    insurer = models.CharField(_("insurer"), max_length=120, help_text=_("For example: Mutuelle du Val."))
    file = models.FileField(
        _("certificate"),
        storage=PrivateStorage(),
        upload_to=Nameless("insurance"),
        blank=True,
        help_text=_("The PDF that the insurer sent. Only your organisation sees it."),
    )
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("valid until"), db_index=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    panels = [
        FieldPanel("organization", help_text=_("The organisation that is insured.")),
        FieldPanel("insurer"),
        FieldRowPanel(
            [
                FieldPanel("valid_from", help_text=_("For example: 01/01/2027.")),
                FieldPanel("expires_on", help_text=_("We write to you a month before this day.")),
            ]
        ),
        FieldPanel("file"),
    ]

    class Meta:
        verbose_name = _("insurance certificate")
        verbose_name_plural = _("insurance certificates")
        ordering = ["-expires_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("valid_from")), name="repair_insurance_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.expires_on:%Y-%m-%d}"


class DataProvider(models.Model):
    """An organisation of this network, or one whose open data were imported (then without an owner)."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    organization = models.OneToOneField(
        "places.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repair_provider",
        verbose_name=_("organisation"),
    )
    # What the identifiers of its own records begin with: « lesmulots_12 ».
    prefix = models.CharField(
        _("prefix of its numbers"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(r"^[a-z]+$", _("Type small letters without accents, for example: mulots."))
        ],
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)

    panels = [FieldPanel("name"), FieldPanel("organization"), FieldPanel("prefix")]

    class Meta:
        verbose_name = _("publisher of repairs")
        verbose_name_plural = _("publishers of repairs")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefix"], condition=~models.Q(prefix=""), name="repair_prefix_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
