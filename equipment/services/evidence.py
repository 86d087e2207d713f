"""Files as they came: each kept once, under a name that tells nothing, with what was made of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from equipment.evidence.version import READERS_VERSION
from equipment.models import Evidence, EvidenceFormat

if TYPE_CHECKING:
    from equipment.evidence.reading import RawFile
    from equipment.evidence.snapshot import Snapshot
    from equipment.models import Machine
    from maillage.places.models import Organization

REFUSED, MATCHED, CREATED, UNCHANGED = "refused", "matched", "created", "unchanged"
LONGEST_REASON = 300
_ENDINGS = {
    EvidenceFormat.LSHW_XML: ".xml",
    EvidenceFormat.NWIPE: ".log",
    EvidenceFormat.NWIPE_PDF: ".pdf",
    EvidenceFormat.NVME_LOG: ".log",
    EvidenceFormat.PHOTO: ".jpg",
}


@contextmanager
def evidence_of(
    file: RawFile, format_: EvidenceFormat, organization: Organization | None
) -> Iterator[Evidence]:
    """Give the row of `file`, made when it is new, inside one transaction that holds what is made of it.

    When the transaction is given up, a new row goes with it, and its file too. A row that is already there is
    locked. Raises IntegrityError when somebody else writes the same file at the same moment: try again.
    """
    written = ""
    try:
        with transaction.atomic():
            evidence = Evidence.objects.select_for_update().filter(sha256=file.sha256).first()
            if evidence is None:
                evidence = Evidence(
                    format=format_, sha256=file.sha256, size=file.size, organization=organization
                )
                evidence.file.save(
                    f"evidence{_ENDINGS.get(format_, '.json')}", ContentFile(file.data), save=False
                )
                written = evidence.file.name or ""
                evidence.save(force_insert=True)
            yield evidence
    except BaseException:
        if written:
            Evidence._meta.get_field("file").storage.delete(written)
        raise


@contextmanager
def leaving_nothing(files: list[RawFile]) -> Iterator[None]:
    """Let a block import `files` for a look: what it writes is taken back, their copies too."""
    prints = [file.sha256 for file in files]
    with transaction.atomic():
        yield
        written = dict(Evidence.objects.filter(sha256__in=prints).values_list("file", "sha256"))
        transaction.set_rollback(True)
    kept = set(Evidence.objects.filter(sha256__in=prints).values_list("file", flat=True))
    for name in written.keys() - kept:
        Evidence._meta.get_field("file").storage.delete(name)


def note_reading(evidence: Evidence, snapshot: Snapshot, machine: Machine) -> None:
    """Note what today's readers make of an inventory of `machine`, locked: what it may leave out."""
    evidence.machine = machine
    evidence.gaps = " ".join(dict.fromkeys(map(str, snapshot.gaps)))
    evidence.shows_storage = snapshot.shows_storage
    evidence.readers_version = READERS_VERSION
    evidence.save(update_fields=["machine", "gaps", "shows_storage", "readers_version"])


def tell(evidence: Evidence, outcome: str, *, machine: Machine | None = None, reason: str = "") -> None:
    """Note what was made of the file; what was once taken stays taken."""
    if outcome == REFUSED and evidence.outcome not in {"", REFUSED}:
        return
    evidence.outcome, evidence.reason = outcome, reason[:LONGEST_REASON]
    evidence.machine = machine or evidence.machine
    if machine is not None:
        evidence.organization = machine.organization
    evidence.save(update_fields=["outcome", "reason", "machine", "organization"])
