"""« Fiche d’entrée », what was announced before it, and the slip of what stays."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.bookings.codes import new_public_id
from maillage.privacy.files import Nameless, PrivateStorage
from repair.categories import Category
from repair.querysets import IntakeSheetQuerySet


class ItemAnnouncement(models.Model):
    """An object that comes with a registration. Its words and photo end with the registration's people."""

    organization_path = "registration__organization"

    registration = models.ForeignKey(
        "bookings.Registration", on_delete=models.CASCADE, related_name="announced_items"
    )
    item = models.CharField(_("object"), max_length=80, blank=True)
    category = models.PositiveSmallIntegerField(_("category"), choices=Category, null=True, blank=True)
    brand = models.CharField(_("brand"), max_length=60, blank=True)
    model = models.CharField(_("model"), max_length=60, blank=True)
    age = models.PositiveSmallIntegerField(
        _("age in years"), null=True, blank=True, validators=[MaxValueValidator(300)]
    )
    fault = models.CharField(_("what is wrong"), max_length=500, blank=True)
    photo = models.FileField(
        _("photo"), storage=PrivateStorage(), upload_to=Nameless("repair"), blank=True, max_length=120
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("announced object")
        verbose_name_plural = _("announced objects")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.registration_id}-{self.pk}"

    @property
    def expires_on(self) -> date:
        """The day until which it is kept: its registration's, which follows the date wherever it is moved."""
        return self.registration.expires_on

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What was announced, label and value, without what was left empty."""
        said = [
            (_("Your object"), self.item),
            (_("Brand"), " ".join(filter(None, (self.brand, self.model)))),
            (pgettext_lazy("an object", "What is wrong"), self.fault),
            (_("Photo"), _("received") if self.photo else ""),
        ]
        return [(str(label), str(value)) for label, value in said if value]


class SheetState(models.TextChoices):
    """Where an object is on its way through the café."""

    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("Called")
    IN_REPAIR = "in_repair", _("Being repaired")
    DONE = "done", _("Finished")
    STAYS = "stays", _("Stays at the café")
    HANDED_BACK = "handed_back", _("Handed back")
    LEFT = "left", _("Left without waiting")


# Which state may follow which. Somebody who left may come back; what stays may be repaired another day.
CHANGES: dict[str, frozenset[str]] = {
    SheetState.WAITING: frozenset({SheetState.CALLED, SheetState.IN_REPAIR, SheetState.LEFT}),
    SheetState.CALLED: frozenset({SheetState.IN_REPAIR, SheetState.WAITING, SheetState.LEFT}),
    SheetState.IN_REPAIR: frozenset({SheetState.DONE, SheetState.STAYS, SheetState.WAITING}),
    SheetState.DONE: frozenset({SheetState.HANDED_BACK, SheetState.STAYS, SheetState.IN_REPAIR}),
    SheetState.STAYS: frozenset({SheetState.HANDED_BACK, SheetState.IN_REPAIR}),
    SheetState.HANDED_BACK: frozenset(),
    SheetState.LEFT: frozenset({SheetState.WAITING}),
}


class RulesAgreement(models.TextChoices):
    """How the owner agreed to the house rules."""

    ACCEPTED = "accepted", _("Read and accepted")
    READ_ALOUD = "read_aloud", _("Read aloud, and accepted")


class IntakeSheet(models.Model):
    """An object on a date. No name is asked: the number is enough until the object has to stay."""

    organization_path = "session__organization"

    session = models.ForeignKey(
        "bookings.Session", on_delete=models.PROTECT, related_name="intake_sheets", verbose_name=_("date")
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)], editable=False)
    # Drawn by the phone that typed the sheet: sent twice after a cut, it is still one sheet.
    client_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # The visitor's own page.
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=SheetState, default=SheetState.WAITING, editable=False
    )
    item = models.CharField(_("object"), max_length=80)
    category = models.PositiveSmallIntegerField(_("category"), choices=Category, null=True, blank=True)
    skill = models.ForeignKey(
        "repair.Skill",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("skill needed"),
    )
    fault = models.CharField(_("what is wrong"), max_length=500, blank=True)
    announcement = models.OneToOneField(
        "repair.ItemAnnouncement", on_delete=models.SET_NULL, null=True, blank=True, related_name="sheet"
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("follows sheet number"),
    )
    rules = models.ForeignKey(
        "repair.HouseRules", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rules_agreement = models.CharField(_("house rules"), max_length=10, choices=RulesAgreement, blank=True)
    rules_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("the rules of the house", "read aloud by"),
    )
    # Several volunteers may look at one object; who repaired in the end is in the record.
    fixers = models.ManyToManyField(
        "repair.Fixer", blank=True, related_name="sheets", verbose_name=_("volunteers who repair it")
    )
    arrived_at = models.DateTimeField(_("arrived at"), default=timezone.now)
    # The turn: those who did not come when they were called wait again behind the others.
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    called_at = models.DateTimeField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    handed_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IntakeSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("intake sheet")
        verbose_name_plural = _("intake sheets")
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="repair_sheet_number_once_a_date"),
            models.CheckConstraint(
                condition=Q(rules_agreement="") | Q(rules__isnull=False), name="repair_sheet_rules_are_named"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("arrived_at")),
                name="repair_sheet_ends_after_arrival",
            ),
            models.CheckConstraint(condition=~Q(continues=F("id")), name="repair_sheet_follows_another"),
        ]
        indexes = [models.Index(fields=["session", "state", "number"], name="repair_sheet_queue")]
        permissions = [("run_repair_day", _("Can take objects in, call the next and note how repairs end"))]

    def __str__(self) -> str:
        return f"{self.session_id}-{self.number}"


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
