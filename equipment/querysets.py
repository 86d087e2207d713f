"""Every reusable read of machines, in domain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from .axes import CLEAN, Custody, Step

if TYPE_CHECKING:
    from .models import Machine  # noqa: F401 - named in quotes below


class MachineQuerySet(models.QuerySet["Machine"]):
    """Machines."""

    def standing(self) -> MachineQuerySet:
        """Leave out the tags that lead to another one."""
        return self.filter(merged_into=None)

    def available(self) -> MachineQuerySet:
        """Ready, with us, kept for nobody, and clean: what the public stock shows."""
        return self.standing().filter(step=Step.READY, custody=Custody.OURS, data_status__in=CLEAN)

    def bearing(self, serial: str) -> MachineQuerySet:
        """Return the machines that this serial number leads to; one noted on a merged tag follows the tag."""
        noted = models.Q(serials__value=serial) | models.Q(merged__serials__value=serial)
        return self.standing().filter(noted).distinct()
