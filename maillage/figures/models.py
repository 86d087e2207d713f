"""A key figure and where it comes from: a number without its provenance is a rumour."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from .querysets import FigureQuerySet


class Precision(models.TextChoices):
    """How sure the number is."""

    EXACT = "exact", _("Exact")
    ABOUT = "about", _("About")


class Figure(models.Model):
    """One number over a period, typed by an editor or computed by a plugin (see `providers`)."""

    organization = models.ForeignKey(
        "places.Organization", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("page it is about"),
    )
    label = models.CharField(
        _("what is counted"), max_length=120, help_text=_("In a few words. For example: visitors.")
    )
    value = models.DecimalField(pgettext_lazy("figure", "number"), max_digits=14, decimal_places=2)
    unit = models.CharField(
        _("unit"),
        max_length=20,
        blank=True,
        help_text=_("For example: € or kg. Empty for things and people."),
    )
    precision = models.CharField(
        _("exact or about"), max_length=10, choices=Precision, default=Precision.EXACT
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("For example: 50 at the repair café, out of 261 visitors."),
    )
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    source = models.CharField(
        _("where it comes from"), max_length=200, help_text=_("For example: the counting sheets of each day.")
    )
    # The key of the provider that computed it; empty when somebody typed it.
    computed_by = models.CharField(max_length=60, blank=True, editable=False)
    updated_at = models.DateTimeField(_("noted on"), default=timezone.now, editable=False)

    objects = FigureQuerySet.as_manager()

    panels = [
        FieldPanel("organization"),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("precision")]),
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
        FieldPanel("part_of"),
        FieldPanel("source"),
    ]

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["-period_end", "label"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="figure_period_is_in_order"
            ),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="figure_is_no_part_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value_in_words}"

    def clean(self) -> None:
        """Hold the period and the whole together.

        Raises:
            ValidationError: the period ends before it begins, or the figure is a part of itself.
        """
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError({"period_end": _("Choose a last day after the first one.")})
        if self.part_of is not None and self.pk in (self.part_of_id, self.part_of.part_of_id):
            raise ValidationError({"part_of": _("A figure cannot be a part of itself.")})

    @property
    def value_in_words(self) -> str:
        """The number as people read it: « environ 50 », « 2 800 € »."""
        return in_words(self.value, self.unit, about=self.precision == Precision.ABOUT)

    @property
    def is_computed(self) -> bool:
        """Whether a plugin keeps it up to date: nobody types over it."""
        return bool(self.computed_by)


def in_words(value: object, unit: str = "", *, about: bool = False) -> str:
    """Return `value` (a number) with its unit, without useless decimals: « about 50 », « 2,5 kg »."""
    number = number_format(value, decimal_pos=_decimals(value), use_l10n=True, force_grouping=True)
    text = f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number
    return gettext("about %(number)s") % {"number": text} if about else text


def _decimals(value: object) -> int:
    digits = f"{value:.2f}".rstrip("0")  # type: ignore[str-bytes-safe]
    return len(digits.partition(".")[2])
