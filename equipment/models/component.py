"""Parts that move between machines. What a part is, and where it has been, are written once each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.makers import format_name


class ComponentKind(models.TextChoices):
    """What it is."""

    STORAGE = "storage", pgettext_lazy("component", "Disk")
    MEMORY = "memory", pgettext_lazy("component", "Memory")
    PROCESSOR = "processor", pgettext_lazy("component", "Processor")
    BATTERY = "battery", pgettext_lazy("component", "Battery")
    GRAPHICS = "graphics", pgettext_lazy("component", "Graphics card")
    NETWORK = "network", pgettext_lazy("component", "Network card")
    OTHER = "other", pgettext_lazy("component", "Other part")


class Technology(models.TextChoices):
    """How a disk keeps its data: overwriting reaches every sector of the first only."""

    HDD = "hdd", _("Hard disk")
    SSD = "ssd", _("SSD or other flash memory")
    UNKNOWN = "", pgettext_lazy("technology of a disk", "Unknown")


class Component(models.Model):
    """A part as it was first seen. Guarded by the database: never changed, never deleted."""

    kind = models.CharField(pgettext_lazy("of a component", "kind"), max_length=10, choices=ComponentKind)
    maker = models.CharField(_("maker"), max_length=60, blank=True)
    model = models.CharField(pgettext_lazy("of a component", "model"), max_length=80, blank=True)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    # Bytes for a disk or a memory; mWh for a battery.
    size = models.PositiveBigIntegerField(_("size"), null=True, blank=True)
    technology = models.CharField(_("technology"), max_length=4, choices=Technology, blank=True)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "model", "serial"], condition=~Q(serial=""), name="equipment_component_once"
            )
        ]

    def __str__(self) -> str:
        named = " ".join(filter(None, [format_name(self.maker, self.model), self.serial]))
        return named or str(ComponentKind(self.kind).label)


class Whereabouts(models.TextChoices):
    """Where a part is."""

    IN_MACHINE = "in_machine", _("In a machine")
    ON_SHELF = "on_shelf", _("On the shelf")
    OUT = "out", _("Left the workshop")
    # Somebody typed a disk that is not there; the guards say of which one that may be said.
    NOWHERE = "nowhere", _("Typed by mistake: it does not exist")


class ComponentMove(models.Model):
    """A part goes somewhere; its last move tells where it is. Guarded: rows are added, nothing else.

    The guards refuse to let out a disk that nothing proves, alone or in a machine that is gone.
    """

    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="moves")
    sequence = models.PositiveIntegerField()
    whereabouts = models.CharField(max_length=10, choices=Whereabouts)
    machine = models.ForeignKey(
        "equipment.Machine", on_delete=models.PROTECT, null=True, blank=True, related_name="component_moves"
    )
    at = models.DateTimeField(default=timezone.now)
    details = models.ForeignKey(
        "equipment.EntryDetails", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("move of a component")
        verbose_name_plural = _("moves of components")
        ordering = ["component", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["component", "sequence"], name="equipment_move_once"),
            models.CheckConstraint(
                condition=Q(whereabouts="in_machine", machine__isnull=False)
                | (~Q(whereabouts="in_machine") & Q(machine__isnull=True)),
                name="equipment_move_names_its_machine",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component_id}-{self.sequence}"
