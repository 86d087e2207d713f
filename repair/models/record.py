"""« Fiche de réparation »: one attempt at one object, as the open standard wants it and a little more."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from repair.categories import FIRST_UNPOWERED, Category, Size
from repair.outcomes import Barrier, NextStep, Outcome, PartSource, SafetyTest, TextCheck, check_record
from repair.querysets import RepairRecordQuerySet

HEAVIEST_GRAMS = 500_000


class RepairRecord(models.Model):
    """One attempt. The columns of the standard are checked on entry, so that every record can be published.

    `brand` and `product_age` are kept as they were written (« Unknown » is a value that circulates, and
    5 and 5.0 are two claims): a file that was imported comes back as it was.
    """

    organization_path = "provider__organization"

    provider = models.ForeignKey(
        "repair.DataProvider", on_delete=models.PROTECT, related_name="records", verbose_name=_("publisher")
    )
    provider_ref = models.CharField(
        _("identifier"),
        max_length=60,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")],
        help_text="`id` in the standard, unique for its provider.",
    )
    country = models.CharField(
        _("country"), max_length=3, default="FRA", validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    partner_product_category = models.CharField(
        _("object, in the words of the café"), max_length=120, blank=True
    )
    category = models.PositiveSmallIntegerField(_("category"), choices=Category)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    year_of_manufacture = models.PositiveSmallIntegerField(
        _("year of manufacture"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(9999)],
    )
    product_age = models.CharField(
        _("age in years"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{1,4}(\.\d{1,3})?$", _("Type a number of years, for example 7."))],
    )
    outcome = models.PositiveSmallIntegerField(_("outcome"), choices=Outcome, default=Outcome.UNKNOWN)
    barrier = models.PositiveSmallIntegerField(
        _("why it is beyond repair"), choices=Barrier, null=True, blank=True
    )
    group_identifier = models.CharField(_("repair café"), max_length=160, blank=True)
    event_date = models.DateField(_("date"))
    problem = models.TextField(_("what was wrong, what was done"), max_length=8000, blank=True)
    text_check = models.PositiveSmallIntegerField(
        _("words to publish"), choices=TextCheck, default=TextCheck.CLEAN, editable=False
    )
    # What follows is the café's own; the standard has no column for it.
    session = models.ForeignKey(
        "bookings.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="repairs"
    )
    sheet = models.OneToOneField(
        "repair.IntakeSheet", on_delete=models.PROTECT, null=True, blank=True, related_name="record"
    )
    previous = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_attempts",
        verbose_name=_("previous attempt on this object"),
    )
    next_step = models.CharField(_("what comes next"), max_length=12, choices=NextStep, blank=True)
    weight_grams = models.PositiveIntegerField(
        _("weight in grams"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HEAVIEST_GRAMS)],
        help_text=_("Only for objects without power and for “other”. For example: 2500 for 2.5 kg."),
    )
    safety_test = models.CharField(_("safety test"), max_length=14, choices=SafetyTest, blank=True)
    safety_reason = models.CharField(_("why"), max_length=160, blank=True)
    advice = models.CharField(
        _("advice to the visitor"),
        max_length=300,
        blank=True,
        help_text=_("On the hand-back slip. For example: descale it every month."),
    )
    fixers = models.ManyToManyField(
        "repair.Fixer", blank=True, related_name="repairs", verbose_name=_("volunteers who repaired")
    )
    recorded_at = models.DateTimeField(_("noted on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RepairRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("repair record")
        verbose_name_plural = _("repair records")
        ordering = ["-event_date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_ref"], name="repair_once_for_its_provider"),
            models.CheckConstraint(
                condition=Q(category__range=(1, 40)) | Q(category__range=(FIRST_UNPOWERED, 106)),
                name="repair_category_is_known",
            ),
            models.CheckConstraint(condition=Q(outcome__range=(0, 3)), name="repair_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(barrier=None) | Q(outcome=Outcome.END_OF_LIFE, barrier__range=(1, 6)),
                name="repair_barrier_only_beyond_repair",
            ),
            models.CheckConstraint(
                condition=Q(next_step="") | Q(outcome=Outcome.REPAIRABLE),
                name="repair_next_step_only_when_repairable",
            ),
            models.CheckConstraint(
                condition=Q(size="")
                | Q(category=Category.LAPTOP, size__startswith="laptop-")
                | Q(category=Category.FLAT_SCREEN, size__startswith="screen-"),
                name="repair_size_of_its_category",
            ),
            models.CheckConstraint(
                condition=Q(weight_grams=None)
                | (Q(category=Category.MISC) | Q(category__gte=FIRST_UNPOWERED))
                & Q(weight_grams__range=(1, HEAVIEST_GRAMS)),
                name="repair_weighed_only_where_it_counts",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.FIXED, safety_test=SafetyTest.FAILED),
                name="repair_unsafe_is_not_fixed",
            ),
            models.CheckConstraint(
                condition=~Q(safety_test__in=[SafetyTest.NOT_DONE, SafetyTest.NOT_APPLICABLE])
                | ~Q(safety_reason=""),
                name="repair_untested_says_why",
            ),
            models.CheckConstraint(
                condition=Q(previous=None) | ~Q(previous=F("id")), name="repair_follows_another"
            ),
        ]
        indexes = [
            models.Index(fields=["group_identifier", "event_date"], name="repair_of_a_cafe"),
            models.Index(
                fields=["id"], condition=Q(text_check=TextCheck.FLAGGED), name="repair_words_to_read"
            ),
        ]

    def __str__(self) -> str:
        return self.provider_ref

    def clean(self) -> None:
        """Say in words what the constraints of the table refuse; see `repair/record_checks.py`."""
        super().clean()
        check_record(self)


class RepairStep(models.Model):
    """One thing that was tried: what was seen, why, what was done, what it gave."""

    organization_path = "record__provider__organization"

    record = models.ForeignKey(RepairRecord, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    observation = models.CharField(_("what is seen"), max_length=300, blank=True)
    cause = models.CharField(_("why"), max_length=300, blank=True)
    action = models.CharField(_("what is done"), max_length=300, blank=True)
    result = models.CharField(_("what it gives"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("step of a repair")
        verbose_name_plural = _("steps of a repair")
        ordering = ["record", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(observation="", cause="", action="", result=""),
                name="repair_step_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}-{self.position}"


class RepairPart(models.Model):
    """A part that went into a repair, and where it came from."""

    organization_path = "record__provider__organization"

    record = models.ForeignKey(RepairRecord, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(_("part"), max_length=80, help_text=_("For example: thermal fuse 216 °C."))
    quantity = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    source = models.CharField(_("where it came from"), max_length=8, choices=PartSource)

    class Meta:
        verbose_name = _("part used")
        verbose_name_plural = _("parts used")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="repair_part_is_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}-{self.pk}"


class RecordSave(models.Model):
    """The key of one save, drawn by the screen that sent it: sent twice after a cut, it is still one save."""

    organization_path = "record__provider__organization"

    key = models.UUIDField(unique=True)
    record = models.ForeignKey(RepairRecord, on_delete=models.CASCADE, related_name="saves")

    class Meta:
        verbose_name = _("save of a repair")
        verbose_name_plural = _("saves of a repair")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.record_id}-{self.pk}"
