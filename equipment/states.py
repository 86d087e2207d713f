"""The three axes of a machine: where the workshop stands, who has it, what its disks still hold."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Step(TextChoices):
    """What the workshop has done."""

    ARRIVED = "arrived", pgettext_lazy("step of a machine", "Arrived")
    DIAGNOSED = "diagnosed", pgettext_lazy("step of a machine", "Diagnosed")
    WIPED = "wiped", pgettext_lazy("step of a machine", "Data erased")
    REFURBISHED = "refurbished", pgettext_lazy("step of a machine", "Refurbished")
    TESTED = "tested", pgettext_lazy("step of a machine", "Tested")
    READY = "ready", pgettext_lazy("step of a machine", "Ready")
    DISMANTLED = "dismantled", pgettext_lazy("step of a machine", "Dismantled")


class Custody(TextChoices):
    """Who has it."""

    OURS = "ours", pgettext_lazy("custody of a machine", "With us")
    RESERVED = "reserved", pgettext_lazy("custody of a machine", "Reserved")
    LENT = "lent", pgettext_lazy("custody of a machine", "Lent")
    GIVEN = "given", pgettext_lazy("custody of a machine", "Given")
    SOLD = "sold", pgettext_lazy("custody of a machine", "Sold")
    RECYCLED = "recycled", pgettext_lazy("custody of a machine", "Recycled")
    SENT_BACK = "sent_back", pgettext_lazy("custody of a machine", "Refused, or back with its donor")


class DataStatus(TextChoices):
    """What its disks still hold, all of them together: the worst one speaks."""

    UNKNOWN = "unknown", pgettext_lazy("data of a machine", "Unknown")
    TO_ERASE = "to_erase", pgettext_lazy("data of a machine", "To be erased")
    FAILED = "failed", pgettext_lazy("data of a machine", "Erasure failed")
    UNSEEN = "unseen", pgettext_lazy("data of a machine", "To be checked: a disk may not have been seen")
    WITH_CAVEAT = "reserve", pgettext_lazy("data of a machine", "Erased with a reservation, to be accepted")
    ERASED = "erased", pgettext_lazy("data of a machine", "Erased, proved")
    NO_STORAGE = "no_storage", pgettext_lazy("data of a machine", "No disk")
    PRIOR = "prior", pgettext_lazy("data of a machine", "Before tracking began")


# Out of the house with whatever its disks hold: the doors that need every disk proved.
EXITS = (Custody.LENT, Custody.GIVEN, Custody.SOLD, Custody.RECYCLED)
# Whose machine may come back to us.
GONE = (*EXITS, Custody.SENT_BACK)
# What lets a machine leave.
CLEAN = (DataStatus.ERASED, DataStatus.NO_STORAGE)


class Kind(TextChoices):
    """What has a tag. Screens, keyboards and cables are counted or weighed: `CountedKind`."""

    DESKTOP = "desktop", _("Desktop computer")
    ALL_IN_ONE = "all_in_one", _("All-in-one computer")
    LAPTOP = "laptop", _("Laptop")
    TABLET = "tablet", _("Tablet")
    PHONE = "phone", _("Smartphone")
    PRINTER = "printer", _("Printer")
    NETWORK = "network", _("Network device")
    OTHER = "other", _("Other device")


class CountedKind(TextChoices):
    """What is counted or weighed."""

    SCREEN = "screen", _("Screens")
    KEYBOARD = "keyboard", _("Keyboards")
    MOUSE = "mouse", _("Mice")
    CABLE = "cable", _("Cables and chargers")
    PART = "part", _("Loose parts")
    OTHER = "other", pgettext_lazy("counted objects", "Other")


class Grade(TextChoices):
    """How it looks. French law allows no word that says new (décret n° 2022-190, art. 2)."""

    VERY_GOOD = "very_good", _("Very good condition")
    GOOD = "good", _("Good condition")
    FAIR = "fair", _("Fair condition: it shows its age")
    PARTS = "parts", _("For parts")


class Situation(TextChoices):
    """The situation that somebody declares, for the price; nothing proves it and nothing more is asked."""

    PERSON = "person", _("Person")
    SOLIDARITY = "solidarity", _("Person with a low income")
    STUDENT = "student", _("Pupil, student or apprentice")
    ASSOCIATION = "association", _("Association")
    SCHOOL = "school", _("School or public service")
