"""An import from its file to its end: each step claims the batch, so that two people cannot do it twice."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from . import tasks
from .conf import get_conf
from .errors import ImportStopped, NotReady
from .importers import Importer, WholeFileImporter, Written, get_importer
from .models import RUNNING, Batch, BatchProblem, BatchStatus, BatchStep
from .running import Tally, run_import

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from maillage.places.models import Organization


def start_batch(*, kind: str, file: File[Any], user: Any, organization: Organization | None) -> Batch:
    """Keep `file`, sent by `user`, and let the worker check it; return the batch. Raises UnknownImporter."""
    get_importer(kind)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    with transaction.atomic():
        batch = Batch.objects.create(
            kind=kind,
            organization=organization,
            file=file,
            original_name=(file.name or "")[-120:],
            sha256=digest.hexdigest(),
            size=file.size,
            created_by=user,
        )
        transaction.on_commit(lambda: tasks.check.enqueue(batch.pk))
    return batch


def check_batch(batch: Batch) -> Tally:
    """Read the whole file and say what would become of each row; nothing but the batch is written."""
    importer = get_importer(batch.kind)

    def progress(rows: int) -> None:
        Batch.objects.filter(pk=batch.pk).update(rows_done=rows)

    with batch.file.open("rb") as file:
        tally = run_import(
            importer,
            cast("BinaryIO", file),
            organization=batch.organization,
            dry_run=True,
            progress=progress,
            should_stop=lambda: _stop_asked(batch),
        )
    _end(batch, BatchStatus.REFUSED if tally.rejected else BatchStatus.CHECKED, tally)
    return tally


def ask_to_write(batch: Batch) -> None:
    """Let the worker write what was checked. Raises NotReady when it is not, or is at it already."""
    with transaction.atomic():
        _claim(batch, [BatchStatus.CHECKED], BatchStatus.WRITING)
        transaction.on_commit(lambda: tasks.write.enqueue(batch.pk))


def write_batch(batch: Batch) -> Tally:
    """Write every row, or none when one is refused after all; keep what it takes to undo it."""
    importer = get_importer(batch.kind)

    def keep(written: Written) -> None:
        if written.created or written.before:
            before = {str(key): values for key, values in written.before.items()}
            BatchStep.objects.create(batch=batch, created=written.created, before=before)

    with transaction.atomic(), batch.file.open("rb") as file:
        tally = run_import(
            importer,
            cast("BinaryIO", file),
            organization=batch.organization,
            should_stop=lambda: _stop_asked(batch),
            keep=keep,
        )
        _end(batch, BatchStatus.REFUSED if tally.rejected else BatchStatus.WRITTEN, tally)
    return tally


def stop_batch(batch: Batch) -> None:
    """Ask the worker to stop; nothing it has not finished is kept. Raises NotReady when it is over."""
    if not Batch.objects.filter(pk=batch.pk, status__in=RUNNING).update(stop_asked=True):
        raise NotReady


@transaction.atomic
def undo_batch(batch: Batch) -> None:
    """Take back everything the import wrote, or nothing.

    Raises NotReady when it is not written, CannotUndo when its rows were changed or used since.
    """
    _claim(batch, [BatchStatus.WRITTEN], BatchStatus.UNDONE)
    importer: Importer = get_importer(batch.kind)
    for step in batch.steps.order_by("-pk").iterator():
        importer.undo(step.created, step.before)
    if isinstance(importer, WholeFileImporter):
        importer.end(dry_run=False)
    batch.steps.all().delete()


def interrupt_batch(batch: Batch, error: Exception) -> None:
    """Note that somebody or a fault stopped the import; what it had begun was rolled back."""
    _end(batch, BatchStatus.STOPPED if isinstance(error, ImportStopped) else BatchStatus.FAILED)


def forget_old_batches(today: date) -> int:
    """Delete the files, problems and steps of imports older than KEEP_DAYS; return how many.

    The counts stay.
    """
    limit = today - timedelta(days=get_conf()["KEEP_DAYS"])
    old = Batch.objects.filter(created_at__date__lt=limit).exclude(file="")
    count = 0
    for batch in old.iterator():
        with transaction.atomic():
            BatchStep.objects.filter(batch=batch).delete()
            BatchProblem.objects.filter(batch=batch).delete()
            name, storage = str(batch.file.name), batch.file.storage
            Batch.objects.filter(pk=batch.pk).update(file="")
            transaction.on_commit(partial(storage.delete, name))
        count += 1
    return count


def _claim(batch: Batch, was: Collection[str], becomes: BatchStatus) -> None:
    """Move the batch on in one conditional UPDATE; raises NotReady when it is elsewhere."""
    moved = Batch.objects.filter(pk=batch.pk, status__in=was).update(status=becomes, stop_asked=False)
    if not moved:
        raise NotReady
    batch.status = becomes


def _stop_asked(batch: Batch) -> bool:
    return Batch.objects.filter(pk=batch.pk, stop_asked=True).exists()


@transaction.atomic
def _end(batch: Batch, status: BatchStatus, tally: Tally | None = None) -> None:
    batch.status, batch.ended_at = status, timezone.now()
    if tally is not None:
        batch.created, batch.updated = tally.created, tally.updated
        batch.unchanged, batch.rejected, batch.rows_done = tally.unchanged, tally.rejected, tally.rows
        BatchProblem.objects.filter(batch=batch).delete()
        BatchProblem.objects.bulk_create(
            BatchProblem(batch=batch, row=each.row, column=each.column[:60], message=each.message[:300])
            for each in tally.problems
        )
    batch.save(
        update_fields=["status", "ended_at", "created", "updated", "unchanged", "rejected", "rows_done"]
    )
