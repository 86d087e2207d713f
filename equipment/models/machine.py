"""A machine: its tag, its three axes, and the lists of machines that somebody comes back to."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.images import get_image_model_string

from equipment.makers import format_maker, format_name, without_marks
from equipment.querysets import MachineQuerySet
from equipment.states import Custody, DataStatus, Grade, Kind, Step
from maillage.places.codes import draw_code, spoken

TAG_LENGTH = 7


def new_tag() -> str:
    """Return a tag: 30⁷ values, drawn at random, so that nobody walks from one machine to the next."""
    return draw_code(TAG_LENGTH)


class Machine(models.Model):
    """What has a tag. Its state changes by `services/transitions.py` alone; the database holds to it.

    `sequence` is the number of its last entry in the ledger. The guards of the database refuse a change
    of `step`, `custody` or `data_status` that no entry tells, and an exit with a disk that nothing proves.
    """

    tag = models.CharField(
        pgettext_lazy("a machine", "tag"), max_length=TAG_LENGTH, unique=True, default=new_tag, editable=False
    )
    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="machines",
        verbose_name=_("organisation"),
    )
    lot = models.ForeignKey(
        "equipment.Lot",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="machines",
        verbose_name=_("lot"),
    )
    step = models.CharField(_("step"), max_length=12, choices=Step, default=Step.ARRIVED, editable=False)
    custody = models.CharField(
        _("who has it"), max_length=12, choices=Custody, default=Custody.OURS, editable=False
    )
    data_status = models.CharField(
        _("data"), max_length=12, choices=DataStatus, default=DataStatus.UNKNOWN, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # Since when it stands at this step: what waits too long.
    step_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    # Already gone, or already here, when the ledger was opened.
    before_tracking = models.BooleanField(default=False, editable=False)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    maker = models.CharField(_("maker"), max_length=60, blank=True, help_text=_("For example: Dell."))
    model = models.CharField(
        pgettext_lazy("of a machine", "model"),
        max_length=80,
        blank=True,
        help_text=_("For example: Latitude 5480."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1980), MaxValueValidator(2100)]
    )
    processor = models.CharField(_("processor"), max_length=80, blank=True)
    memory_mb = models.PositiveIntegerField(_("memory, in megabytes"), null=True, blank=True)
    storage_gb = models.PositiveIntegerField(_("storage, in gigabytes"), null=True, blank=True)
    screen_inches = models.DecimalField(
        _("screen, in inches"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    battery_percent = models.PositiveSmallIntegerField(
        _("what the battery still holds, in %"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    system = models.CharField(
        _("system installed"), max_length=60, blank=True, help_text=_("For example: Linux Mint 22.")
    )
    weight_grams = models.PositiveIntegerField(_("weight in grams"), null=True, blank=True)
    # Fields typed by hand: what is imported again leaves them alone.
    locked_fields = models.JSONField(default=list, blank=True, editable=False)
    grade = models.CharField(_("condition"), max_length=12, choices=Grade, blank=True)
    defects = models.CharField(
        _("what the person must know"),
        max_length=300,
        blank=True,
        help_text=_("For example: the battery lasts one hour; a scratch on the lid."),
    )
    shelf = models.ForeignKey(
        "equipment.Shelf",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="machines",
        verbose_name=_("shelf"),
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    # The same object tagged twice: this tag leads to that one. One step only, and it can be undone.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    # From which paper it came, when another plugin handed it over; received once.
    origin_reference = models.CharField(max_length=60, blank=True, editable=False)
    created_at = models.DateTimeField(_("arrived on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MachineQuerySet.as_manager()

    class Meta:
        verbose_name = _("machine")
        verbose_name_plural = _("machines")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="equipment_merged_elsewhere"
            ),
            models.UniqueConstraint(
                fields=["organization", "origin_reference"],
                condition=~Q(origin_reference=""),
                name="equipment_received_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "custody", "step", "step_since"], name="equipment_board"),
            models.Index(fields=["custody", "step", "kind"], name="equipment_stock"),
            models.Index(fields=["created_at", "id"], name="equipment_by_arrival"),
        ]
        permissions = [
            ("work_on_machines", _("Can move machines on, and note what is done to them")),
            ("answer_for_machines", _("Can accept reservations, send back, and undo")),
        ]

    def __str__(self) -> str:
        return self.tag

    @property
    def spoken_tag(self) -> str:
        """The tag cut for the voice: « K7PM 4QX »."""
        return spoken(self.tag)

    @property
    def name(self) -> str:
        """What people call it: « Dell Latitude 5480 », or its kind."""
        return format_name(self.maker, self.model) or str(Kind(self.kind).label)

    @property
    def maker_name(self) -> str:
        """Its maker as people read it: « Dell » for « Dell Inc. »."""
        return format_maker(self.maker)

    @property
    def processor_name(self) -> str:
        """Its processor, without the marks of law."""
        return without_marks(self.processor)


class Serial(models.Model):
    """A number that a maker gave: another way to find a machine, never its name."""

    organization_path = "machine__organization"

    machine = models.ForeignKey(Machine, on_delete=models.PROTECT, related_name="serials")
    # In capitals, without blanks; placeholders (« To be filled by O.E.M. ») are never written here.
    maker = models.CharField(max_length=60, blank=True)
    value = models.CharField(_("serial number"), max_length=80)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("serial number")
        verbose_name_plural = _("serial numbers")
        constraints = [
            models.UniqueConstraint(fields=["value", "maker"], name="equipment_serial_once"),
            models.CheckConstraint(condition=~Q(value=""), name="equipment_serial_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.value


class MachinePhoto(models.Model):
    """A photo from a phone, without what the phone noted; it lies in the organisation's collection."""

    organization_path = "machine__organization"

    machine = models.ForeignKey(Machine, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(get_image_model_string(), on_delete=models.CASCADE, related_name="+")
    is_public = models.BooleanField(_("on the public page"), default=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.machine_id}-{self.position}"


class SavedView(models.Model):
    """Filters and order, as the address of the list holds them; its owner's own, or shared at home."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "places.Organization", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(pgettext_lazy("of a saved view", "name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="equipment_view_once"),
        ]

    def __str__(self) -> str:
        return self.name
