"""A file that somebody imports: what it was, what became of it, and what it takes to undo it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.privacy.files import Nameless, PrivateStorage


class BatchStatus(models.TextChoices):
    """Where an import is on its way."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, ready to import")
    REFUSED = "refused", _("Refused: rows to correct")
    WRITING = "writing", _("Being imported")
    WRITTEN = "written", _("Imported")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Interrupted by a fault")
    LOST = "lost", _("Interrupted: the program ended")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Undone")


RUNNING = (BatchStatus.CHECKING, BatchStatus.WRITING, BatchStatus.UNDOING)
# What can be stopped: taking back is what stopping comes to.
CAN_STOP = (BatchStatus.CHECKING, BatchStatus.WRITING)


class Batch(models.Model):
    """One file, from its preview to its end."""

    kind = models.CharField(_("kind of file"), max_length=40)
    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    file = models.FileField(
        pgettext_lazy("sent by a person", "file"),
        storage=PrivateStorage(),
        upload_to=Nameless("imports"),
        blank=True,
        max_length=120,
    )
    original_name = models.CharField(_("name of the file"), max_length=120)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    status = models.CharField(
        pgettext_lazy("an import", "status"), max_length=10, choices=BatchStatus, default=BatchStatus.CHECKING
    )
    rows_done = models.PositiveIntegerField(default=0, editable=False)
    created = models.PositiveIntegerField(_("new"), default=0, editable=False)
    updated = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    unchanged = models.PositiveIntegerField(_("as they were"), default=0, editable=False)
    rejected = models.PositiveIntegerField(pgettext_lazy("rows", "refused"), default=0, editable=False)
    # How many rows were written so far, and how many of these were taken back.
    written = models.PositiveIntegerField(default=0, editable=False)
    taken_back = models.PositiveIntegerField(default=0, editable=False)
    stop_asked = models.BooleanField(default=False, editable=False)
    # What it will be once everything is taken back.
    ends_as = models.CharField(max_length=10, blank=True, editable=False)
    # The process that works at it, empty while it waits, and its last sign of life: see `claims.py`.
    claim = models.CharField(max_length=32, blank=True, editable=False)
    beat_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("sent on"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("sent by"),
    )
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_running(self) -> bool:
        """Whether somebody is at it, or will be."""
        return self.status in RUNNING

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has begun yet."""
        return self.is_running and not self.claim

    @property
    def can_be_stopped(self) -> bool:
        """Whether it is on its way, and not already on its way back."""
        return self.status in CAN_STOP

    @property
    def rows_in_all(self) -> int:
        """How many rows the file holds, as the preview counted them; 0 before it ended."""
        return self.created + self.updated + self.unchanged + self.rejected

    @property
    def left(self) -> int:
        """How many rows stay written although everything was to be taken back."""
        return max(self.written - self.taken_back, 0)

    @property
    def can_be_written(self) -> bool:
        """Whether every row is right and nothing is written yet."""
        return self.status == BatchStatus.CHECKED and bool(self.created or self.updated)

    @property
    def can_be_undone(self) -> bool:
        """Whether something that it wrote is there, with what it takes to undo it. One query."""
        return not self.is_running and self.status != BatchStatus.CHECKED and self.steps.exists()


class BatchProblem(models.Model):
    """Why one row was refused: the row's number in the file, the header being 1."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=60, blank=True)
    message = models.CharField(_("what is wrong"), max_length=300)

    class Meta:
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"


class BatchStep(models.Model):
    """What one handful of rows changed: the keys of the new ones, what the others held before."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="steps")
    created = models.JSONField(default=list)
    before = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("step of an import")
        verbose_name_plural = _("steps of an import")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.pk}"
