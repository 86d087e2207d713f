"""What is known of the data on a disk: evidence as it came, and what it proves."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from equipment.querysets import EvidenceQuerySet
from maillage.privacy.files import Nameless, PrivateStorage


class EvidenceFormat(models.TextChoices):
    """What was recognised in the file."""

    LSHW_JSON = "lshw-json", _("Inventory lshw, JSON")
    LSHW_XML = "lshw-xml", _("Inventory lshw, XML")
    GLPI = "glpi", _("Inventory GLPI, JSON")
    WORKBENCH = "workbench", _("Snapshot Workbench (DeviceHub)")
    LSBLK = "lsblk", _("List of disks lsblk, JSON")
    NVME = "nvme", _("List of disks nvme, JSON")
    SMARTCTL = "smartctl", _("Report smartctl, JSON")
    NWIPE = "nwipe", _("Log of nwipe")
    NWIPE_PDF = "nwipe-pdf", _("Certificate of nwipe, PDF")
    NVME_LOG = "nvme-log", _("Log of nvme sanitize")
    CERTIFICATE = "certificate", _("Typed certificate")
    PHOTO = "photo", _("Photo of a destroyed disk")
    UNKNOWN = "unknown", _("Not recognised")


class Gap(models.TextChoices):
    """Why an inventory may leave out a disk that is in the machine."""

    BARE_CONTROLLER = "controller", _("A storage controller shows no disk")
    HIDDEN_BY_RAID = "raid", _("A controller in RAID, RST or VMD mode hides its disks")
    UNKNOWN_DISK = "disk", _("Something that stores data has no serial number, no size or no known kind")
    BLIND_TOOL = "tool", _("This tool cannot list every disk")
    PARTIAL = "partial", _("Only a part of the machine was looked at, or without the rights to see it all")
    UNNOTED = "unnoted", _("It lists a disk that was not noted at the time")
    UNREAD = "unread", _("It has not been read again yet")


class Evidence(models.Model):
    """A file as it came, under a name that tells nothing. Guarded: it never changes and never goes.

    What the readers make of an inventory may be written later, when they have learnt to see more: `gaps`,
    `shows_storage` and `readers_version` together. `settled_by` is the finding that answers for what it
    leaves open; it falls when the machine comes back from somebody.
    """

    organization = models.ForeignKey(
        "places.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    machine = models.ForeignKey(
        "equipment.Machine", on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    format = models.CharField(_("format"), max_length=12, choices=EvidenceFormat)
    file = models.FileField(storage=PrivateStorage(), upload_to=Nameless("evidence"))
    sha256 = models.CharField(
        _("SHA-256 of the file"), max_length=64, unique=True, validators=[RegexValidator(r"^[0-9a-f]{64}$")]
    )
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received_at = models.DateTimeField(_("received on"), default=timezone.now)
    # « created », « matched », « refused »: what the import made of it, and why.
    outcome = models.CharField(_("outcome"), max_length=10)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    # Codes of `Gap`, with blanks between them: why a disk may be missing from an inventory.
    gaps = models.CharField(max_length=80, blank=True, default="", editable=False)
    shows_storage = models.BooleanField(default=False, editable=False)
    # Which readers looked at it; 0 when none did.
    readers_version = models.PositiveSmallIntegerField(default=0, editable=False)
    settled_by = models.ForeignKey(
        "equipment.DataProof",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="settles",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["machine"],
                condition=Q(gaps__gt="", settled_by=None),
                name="equipment_open_doubts",
            )
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def gap_labels(self) -> list[str]:
        """Why a disk may be missing from it, in words."""
        return [str(Gap(code).label) for code in self.gaps.split() if code in Gap.values]


class ProofKind(models.TextChoices):
    """What was found or decided about the data of a disk, or of a machine without one."""

    ERASED = "erased", _("Erased, no error")
    RESERVE = "reserve", _("Erased with a reservation")
    ACCEPTED = "accepted", _("Reservation accepted")
    FAILED = "failed", _("Not erased")
    WITHDRAWN = "withdrawn", _("Finding withdrawn: noted by mistake")
    DESTROYED = "destroyed", _("Physically destroyed")
    RESET = "reset", _("Came back: to be erased again")
    NO_STORAGE = "no_storage", _("Opened: no disk inside")
    EXEMPT = "exempt", _("Goes back to its donor, with a signed reason")
    CONTENTS = "contents", _("Opened or booted: it holds what is noted, and nothing else")


PROVING = (ProofKind.ERASED, ProofKind.ACCEPTED, ProofKind.DESTROYED, ProofKind.NO_STORAGE)
# What a file shows (a log, a certificate, a photo), and what somebody answers for by name.
SHOWN = (ProofKind.ERASED, ProofKind.RESERVE, ProofKind.DESTROYED)
ANSWERED_FOR = (
    ProofKind.ACCEPTED,
    ProofKind.DESTROYED,
    ProofKind.NO_STORAGE,
    ProofKind.EXEMPT,
    ProofKind.WITHDRAWN,
    ProofKind.CONTENTS,
)
# Evidence that somebody wrote: a failure that it tells may be a slip. What a tool wrote is a fact.
WRITTEN_BY_HAND = (EvidenceFormat.CERTIFICATE, EvidenceFormat.PHOTO)
# Said of a machine as a whole, not of one disk. A return says RESET of both.
OF_A_MACHINE = (ProofKind.NO_STORAGE, ProofKind.EXEMPT, ProofKind.RESET, ProofKind.CONTENTS)


class DataProof(models.Model):
    """One finding. The last one about a disk speaks; nothing is changed, nothing is deleted (guarded)."""

    organization_path = "machine__organization"

    # None for a disk that lies on the shelf, erased in a dock.
    machine = models.ForeignKey(
        "equipment.Machine", on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    component = models.ForeignKey(
        "equipment.Component", on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    kind = models.CharField(_("finding"), max_length=10, choices=ProofKind)
    # What the guards read: kept beside `kind` and held equal to it by a constraint.
    proves = models.BooleanField(_("proves the erasure"))
    at = models.DateTimeField(_("date"), default=timezone.now)
    tool = models.CharField(_("tool"), max_length=40, blank=True)
    method = models.CharField(_("method"), max_length=80, blank=True)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    details = models.ForeignKey(
        "equipment.EntryDetails", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("proof about data")
        verbose_name_plural = _("proofs about data")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proves=True, kind__in=PROVING) | (Q(proves=False) & ~Q(kind__in=PROVING)),
                name="equipment_proof_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(component__isnull=False) | Q(kind__in=OF_A_MACHINE),
                name="equipment_proof_names_its_disk",
            ),
            models.CheckConstraint(
                condition=Q(component__isnull=False) | Q(machine__isnull=False),
                name="equipment_proof_is_about_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProofKind.ERASED) | Q(errors=0), name="equipment_erased_without_error"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=SHOWN) | Q(evidence__isnull=False), name="equipment_proof_is_shown"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=ANSWERED_FOR) | Q(details__isnull=False),
                name="equipment_proof_is_answered_for",
            ),
        ]
        indexes = [models.Index(fields=["component", "id"], name="equipment_last_proof")]

    def __str__(self) -> str:
        return f"{self.machine_id or self.component_id}: {self.kind}"

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether it is a failure that somebody wrote, and may have written by mistake."""
        by_hand = self.evidence is None or self.evidence.format in WRITTEN_BY_HAND
        return self.kind == ProofKind.FAILED and by_hand
