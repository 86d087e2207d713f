"""What a repair avoids, published totals, and the counts kept ready."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from repair.categories import Category, Size
from repair.outcomes import Barrier, Outcome
from repair.querysets import PublishedTotalQuerySet


class FactorSet(models.Model):
    """One revision of the factors. A published total names its set: a set that was used never changes."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)
    in_force_from = models.DateField(_("in force from"))
    # The part of a new object's footprint that a repair is taken to avoid.
    displacement = models.DecimalField(_("displacement"), max_digits=4, decimal_places=3)
    # kg of CO2e for each kg that was weighed.
    powered_rate = models.DecimalField(_("rate of other electrical objects"), max_digits=12, decimal_places=8)
    unpowered_rate = models.DecimalField(_("rate of objects without power"), max_digits=12, decimal_places=8)

    class Meta:
        verbose_name = _("set of factors")
        verbose_name_plural = _("sets of factors")
        ordering = ["-in_force_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(displacement__gt=0, displacement__lte=1), name="repair_displacement_is_a_part"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Factor(models.Model):
    """The usual weight and footprint of a kind of object, in whole grams: sums are exact."""

    factor_set = models.ForeignKey(FactorSet, on_delete=models.CASCADE, related_name="factors")
    category = models.PositiveSmallIntegerField(_("category"), choices=Category)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    weight_grams = models.PositiveIntegerField(_("weight in grams"))
    co2e_grams = models.PositiveIntegerField(_("footprint in grams of CO₂e"))

    class Meta:
        verbose_name = _("factor")
        verbose_name_plural = _("factors")
        ordering = ["category", "size"]
        constraints = [
            models.UniqueConstraint(fields=["factor_set", "category", "size"], name="repair_factor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.factor_set_id}: {self.category}{self.size}"


class PublishedTotal(models.Model):
    """A year's impact as it was told to the public. A new set of factors does not touch it.

    Publishing again is another version beside it; the last one that was not withdrawn is in force.
    """

    organization_path = "provider__organization"

    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    # Empty: the whole network.
    provider = models.ForeignKey(
        "repair.DataProvider",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="published_totals",
        verbose_name=_("publisher"),
    )
    factor_set = models.ForeignKey(
        FactorSet, on_delete=models.PROTECT, related_name="published_totals", verbose_name=_("set of factors")
    )
    records = models.PositiveIntegerField(_("repairs noted"))
    # Empty on what was published before the rate was published too.
    known = models.PositiveIntegerField(_("repairs whose outcome is known"), null=True, blank=True)
    fixed = models.PositiveIntegerField(_("objects repaired"))
    covered = models.PositiveIntegerField(_("objects repaired that a factor covers"))
    weight_grams = models.PositiveBigIntegerField(_("grams kept out of the bin"))
    co2e_grams = models.PositiveBigIntegerField(_("grams of CO₂e avoided"))
    published_at = models.DateTimeField(_("published on"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = PublishedTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("published total")
        verbose_name_plural = _("published totals")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "version"], condition=Q(provider=None), name="repair_total_version_once"
            ),
            models.UniqueConstraint(
                fields=["year", "provider", "version"],
                condition=Q(provider__isnull=False),
                name="repair_total_version_once_each",
            ),
            models.CheckConstraint(
                condition=Q(fixed__lte=models.F("records"), covered__lte=models.F("fixed")),
                name="repair_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(known=None) | Q(known__lte=models.F("records"), known__gte=models.F("fixed")),
                name="repair_total_knows_what_it_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"

    @property
    def repair_rate(self) -> float | None:
        """The part repaired among the known outcomes, from 0 to 1; None where none is known."""
        return self.fixed / self.known if self.known else None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """All that it tells, to be compared with another."""
        counted = (self.records, self.known, self.fixed, self.covered)
        return (*counted, self.weight_grams, self.co2e_grams, self.factor_set_id)

    @property
    def fingerprint(self) -> str:
        """What a preview sends back, so that only numbers that somebody saw are published."""
        return "-".join(str(number) for number in (self.version, *self.numbers))


class KindTotal(models.Model):
    """How many records of a publisher and a year are alike in kind and in outcome."""

    provider = models.ForeignKey("repair.DataProvider", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.PositiveSmallIntegerField(_("category"), choices=Category)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    outcome = models.PositiveSmallIntegerField(_("outcome"), choices=Outcome)
    # 0: none was given. A null would let the same row in twice.
    barrier = models.PositiveSmallIntegerField(
        _("why it is beyond repair"), choices=[(0, "—"), *Barrier.choices], default=0
    )
    records = models.PositiveIntegerField(_("records"))
    weighed = models.PositiveIntegerField(_("records with a weight"))
    weighed_grams = models.PositiveBigIntegerField(_("grams weighed"))

    class Meta:
        verbose_name = _("count by kind")
        verbose_name_plural = _("counts by kind")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "year", "category", "size", "outcome", "barrier"],
                name="repair_counted_once_by_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.year} {self.category}"


class GroupTotal(models.Model):
    """How many records of a café and a year ended in the same way."""

    provider = models.ForeignKey("repair.DataProvider", on_delete=models.CASCADE, related_name="+")
    group_identifier = models.CharField(_("repair café"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    outcome = models.PositiveSmallIntegerField(_("outcome"), choices=Outcome)
    records = models.PositiveIntegerField(_("records"))

    class Meta:
        verbose_name = _("count by café")
        verbose_name_plural = _("counts by café")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "group_identifier", "year", "outcome"],
                name="repair_counted_once_by_cafe",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.year} {self.group_identifier}"
