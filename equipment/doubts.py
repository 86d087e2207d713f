"""What the inventories of a machine may have left out, until somebody opens it and signs.

A doubt is a fact about a file, not about the ledger: files are read again by readers that have learnt to
see more, and no row of the ledger follows. The conditions, the card and the lists ask here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Evidence, ProofKind
from .part_querysets import disks_in

if TYPE_CHECKING:
    from .models import Machine
    from .querysets import EvidenceQuerySet


# Reasons are sentences of their own: French puts a no-break space before what separates them.
BETWEEN = "\N{NO-BREAK SPACE}; "


def doubts_of(machine: Machine) -> list[Evidence]:
    """Return the inventories of the machine that may leave out a disk, and that nobody answered for since."""
    return list(Evidence.objects.of(machine).in_doubt().order_by("pk"))


def shown_storage(machine: Machine) -> EvidenceQuerySet:
    """Return the inventories that show a disk, or what one hangs from, and that no signed list answers for.

    While there is one, nobody may say in one word that there is no disk.
    """
    answered = Q(settled_by__kind=ProofKind.CONTENTS)
    return Evidence.objects.of(machine).filter(shows_storage=True).exclude(answered)


def left_open(machine: Machine) -> list[Evidence]:
    """Return the inventories that a signed list of what the machine holds would answer for."""
    answered = Q(settled_by__kind=ProofKind.CONTENTS)
    return list(Evidence.objects.of(machine).leaving_open().exclude(answered).order_by("pk"))


def as_it_stands(machine: Machine) -> str:
    """Return what somebody sees when they sign: the disks inside, the inventories that are left open."""
    disks = sorted(disks_in(machine).values_list("pk", flat=True))
    return f"{disks} {[each.pk for each in left_open(machine)]}"


def in_words(evidence: Evidence) -> str:
    """Return what an inventory may not have seen: « Inventaire lshw du 12 mars 2026 : … »."""
    received = date_format(timezone.localtime(evidence.received_at), "DATE_FORMAT")
    reasons = evidence.gap_labels or [_("It shows a disk, or what a disk hangs from")]
    named = _("%(format)s of %(day)s") % {"format": evidence.get_format_display(), "day": received}
    return _("%(inventory)s: %(reasons)s.") % {"inventory": named, "reasons": BETWEEN.join(reasons)}
