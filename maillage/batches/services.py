"""What people ask of an import: check a file, write it, stop, take it back. The work is done elsewhere."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from maillage.batches.conf import get_conf
from maillage.batches.errors import NotReady
from maillage.batches.importers import get_importer
from maillage.batches.models import CAN_STOP, RUNNING, Batch, BatchProblem, BatchStatus, BatchStep
from maillage.batches.running import run_soon
from maillage.batches.working import abandoned

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from maillage.places.models import Organization


def start_batch(*, kind: str, file: File[Any], user: Any, organization: Organization | None) -> Batch:
    """Keep `file`, sent by `user`, and have it checked; return the batch. Raises UnknownImporter."""
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
        transaction.on_commit(lambda: run_soon(batch.pk))
    return batch


def ask_to_write(batch: Batch) -> None:
    """Have what was checked written. Raises NotReady when it is not checked, or somebody is at it already."""
    with transaction.atomic():
        _move(batch, [BatchStatus.CHECKED], BatchStatus.WRITING)
        transaction.on_commit(lambda: run_soon(batch.pk))


def stop_batch(batch: Batch) -> None:
    """Have the import stopped, and what it has written taken back. Raises NotReady when it is over."""
    going = Batch.objects.filter(pk=batch.pk, status__in=CAN_STOP)
    if going.filter(claim="").update(status=BatchStatus.STOPPED, ended_at=timezone.now()):
        return
    if not going.update(stop_asked=True):
        raise NotReady
    if abandoned(timezone.now()).filter(pk=batch.pk).exists():
        run_soon(batch.pk)


def ask_to_undo(batch: Batch) -> None:
    """Have everything that the import wrote taken back.

    Raises NotReady when there is nothing to take back, CannotUndo when a row was changed or used since:
    nothing is taken back then.
    """
    importer = get_importer(batch.kind)
    if not batch.can_be_undone:
        raise NotReady
    for step in batch.steps.iterator():
        importer.check_undo(step.created, step.before)
    with transaction.atomic():
        _move(batch, [batch.status], BatchStatus.UNDOING, ends_as=BatchStatus.UNDONE)
        # What is written now, whatever became of the rest.
        wrote = sum(len(step.created) + len(step.before) for step in batch.steps.iterator())
        Batch.objects.filter(pk=batch.pk).update(written=wrote, taken_back=0)
        transaction.on_commit(lambda: run_soon(batch.pk))


def forget_old_batches(today: date) -> int:
    """Delete the files, problems and steps of imports older than KEEP_DAYS; return how many.

    The counts stay.
    """
    limit = today - timedelta(days=get_conf()["KEEP_DAYS"])
    kept = ~Q(file="") | Exists(BatchStep.objects.filter(batch=OuterRef("pk")))
    old = Batch.objects.filter(kept, created_at__date__lt=limit).exclude(status__in=RUNNING)
    count = 0
    for batch in old.iterator():
        with transaction.atomic():
            BatchStep.objects.filter(batch=batch).delete()
            BatchProblem.objects.filter(batch=batch).delete()
            name, storage = str(batch.file.name), batch.file.storage
            Batch.objects.filter(pk=batch.pk).update(file="")
            if name:
                transaction.on_commit(partial(storage.delete, name))
        count += 1
    return count


def _move(batch: Batch, was: Collection[str], becomes: BatchStatus, **fields: Any) -> None:
    """Move the batch on in one conditional UPDATE; raises NotReady when it is elsewhere."""
    start = {"status": becomes, "claim": "", "stop_asked": False, "rows_done": 0, **fields}
    if not Batch.objects.filter(pk=batch.pk, status__in=was).update(**start):
        raise NotReady
    batch.status = becomes
