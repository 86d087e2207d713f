"""How a repair ends: the numbers of the Open Repair Data Standard, and what the café adds to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.IntegerChoices):
    """`repair_status` in the standard."""

    UNKNOWN = 0, pgettext_lazy("outcome of a repair", "Unknown")
    FIXED = 1, pgettext_lazy("outcome of a repair", "Repaired")
    REPAIRABLE = 2, _("Can be repaired, not yet done")
    END_OF_LIFE = 3, _("Beyond repair")


class Barrier(models.IntegerChoices):
    """`repair_barrier_if_end_of_life` in the standard: why an object is beyond repair."""

    NO_PARTS = 1, _("Spare parts not available")
    DEAR_PARTS = 2, _("Spare parts too expensive")
    CANNOT_OPEN = 3, _("No way to open the object")
    NO_INFORMATION = 4, _("Repair information not available")
    NO_EQUIPMENT = 5, _("Lack of equipment")
    WORN_OUT = 6, _("Object too worn out")


class NextStep(models.TextChoices):
    """What the owner of a repairable object does next."""

    COME_BACK = "come_back", _("Come back to the repair café")
    BRING_PART = "bring_part", _("Find the part and come back")
    AT_HOME = "at_home", _("Finish at home")
    PROFESSIONAL = "professional", _("Go to a professional")


class SafetyTest(models.TextChoices):
    """Whether an object may be plugged in again."""

    PASSED = "passed", pgettext_lazy("safety test", "Passed")
    FAILED = "failed", pgettext_lazy("safety test", "Failed: do not plug in")
    NOT_DONE = "not_done", pgettext_lazy("safety test", "Not done")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("safety test", "Not applicable")


class PartSource(models.TextChoices):
    """Where a part came from."""

    STOCK = "stock", _("From the café’s stock")
    SALVAGED = "salvaged", _("Taken from another object")
    BOUGHT = "bought", _("Bought")
    BROUGHT = "brought", _("Brought by the owner")
    MADE = "made", _("Made on the spot, by a 3D printer for example")


class TextCheck(models.IntegerChoices):
    """Whether the words of a record may be published."""

    CLEAN = 0, _("Nothing personal was found")
    FLAGGED = 1, _("To read again: it may name somebody")
    CLEARED = 2, _("Read again by somebody, fit to publish")
