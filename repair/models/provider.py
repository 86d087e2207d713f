"""Who publishes repairs: `data_provider` in the standard."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


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
