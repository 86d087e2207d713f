"""Every reusable read of machines, in domain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from equipment.states import CLEAN, Custody, Step

if TYPE_CHECKING:
    from equipment.models import (
        Evidence,  # noqa: F401 - named in quotes below
        Machine,
    )


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Files of evidence."""

    def of(self, machine: Machine) -> EvidenceQuerySet:
        """Keep those of the machine, and of the tags that lead to it."""
        return self.filter(models.Q(machine=machine) | models.Q(machine__merged_into=machine))

    def in_doubt(self) -> EvidenceQuerySet:
        """Keep the inventories that may leave out a disk, and that nobody has signed for since."""
        return self.filter(gaps__gt="", settled_by=None)

    def leaving_open(self) -> EvidenceQuerySet:
        """Keep the inventories that somebody has to answer for: they may leave out a disk, or show one."""
        return self.filter(models.Q(gaps__gt="") | models.Q(shows_storage=True))


def may_hide_a_disk(prefix: str = "") -> models.Q:
    """Return the condition of a machine (at the end of `prefix`) of which an inventory is in doubt."""
    from equipment.models import Evidence  # noqa: PLC0415 - they read this module

    doubts = Evidence.objects.in_doubt()
    own = doubts.filter(machine=models.OuterRef(f"{prefix}pk"))
    of_its_tags = doubts.filter(machine__merged_into=models.OuterRef(f"{prefix}pk"))
    return models.Q(models.Exists(own)) | models.Q(models.Exists(of_its_tags))


class MachineQuerySet(models.QuerySet["Machine"]):
    """Machines."""

    def standing(self) -> MachineQuerySet:
        """Leave out the tags that lead to another one."""
        return self.filter(merged_into=None)

    def available(self) -> MachineQuerySet:
        """Ready, with us, kept for nobody, clean, and every disk seen: what the public stock shows."""
        ready = self.standing().filter(step=Step.READY, custody=Custody.OURS, data_status__in=CLEAN)
        return ready.exclude(may_hide_a_disk())

    def doubtful(self) -> MachineQuerySet:
        """Keep those of which an inventory may leave out a disk, until somebody opens them and signs."""
        return self.filter(may_hide_a_disk())

    def bearing(self, serial: str) -> MachineQuerySet:
        """Return the machines that this serial number leads to; one noted on a merged tag follows the tag."""
        noted = models.Q(serials__value=serial) | models.Q(merged__serials__value=serial)
        return self.standing().filter(noted).distinct()
