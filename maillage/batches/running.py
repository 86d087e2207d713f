"""Who does the work at imports: the worker by turns, or whoever asks where no worker runs."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from django.utils import timezone
from django.utils.module_loading import import_string

from maillage.batches.conf import get_conf
from maillage.batches.errors import UnknownImporter
from maillage.batches.models import RUNNING, Batch, BatchStatus
from maillage.batches.tally import Tally
from maillage.batches.working import Checked, Work, abandoned, at_work, beat, check_rows, take, waiting

if TYPE_CHECKING:
    from maillage.batches.importers import Importer
    from maillage.places.models import Organization


logger = logging.getLogger(__name__)
Progress = Callable[[str, int], None]

# The worker has messages to send as well: it comes back for the rest.
HANDFULS_A_TURN = 10
# What this process is at, between two turns of its worker.
_at_work: Iterator[None] | None = None


def run_import(
    importer: Importer,
    binary: BinaryIO,
    *,
    organization: Organization | None = None,
    dry_run: bool = False,
    name: str = "",
    progress: Progress = lambda _what, _rows: None,
) -> Tally:
    """Import the table in `binary` now, all or nothing, and return what became of its rows.

    The whole file is checked first: a refused row refuses it, and nothing is written then, nor with
    `dry_run`. It is then written by handfuls, which are taken back when something goes wrong: see
    `maillage.batches.working`. `name` is that of the file, in the list of imports. `progress` hears what
    is done ("checking", "writing") and how many rows are, after each handful.
    """
    found = Tally()
    if dry_run:
        for _handful in check_rows(importer, binary, found, organization=organization):
            progress(BatchStatus.CHECKING, found.rows)
        return found
    with closing(Checked()) as checked:
        for _handful in check_rows(importer, binary, found, organization=organization, checked=checked):
            progress(BatchStatus.CHECKING, found.rows)
        if not found.rejected:
            batch = _batch_of(importer, binary, organization, name)
            return _write_now(Work(batch, importer=importer, checked=checked), progress)
    found.created = found.updated = 0
    return found


def run_soon(key: int) -> None:
    """Have the import of this key worked at: by the worker, or right now where none runs.

    Then those whose process died are ended too. Never raises: the batch tells whoever sent the file.
    """
    now = timezone.now()
    if worker_is_alive(now):
        return
    mine = Batch.objects.filter(pk=key)
    for batch in [*mine.select_related("organization"), *abandoned(now).exclude(pk=key)]:
        try:
            if work := _taken(batch, now):
                _run(work.steps())
        except Exception:
            logger.exception("Import %s failed", batch.pk)


def is_needed(now: datetime) -> bool:
    """Whether there is something to do for this process at `now` (aware): one import at a time.

    One query while nobody imports.
    """
    if _at_work is not None:
        return True
    if not Batch.objects.filter(status__in=RUNNING).exists():
        return False
    if abandoned(now).exists():
        return True
    return waiting().exists() and not at_work(now).exists()


def take_a_turn(now: datetime) -> str | None:
    """Do a few handfuls of the import of this process, or of the next one; return a line when it ends."""
    global _at_work  # noqa: PLW0603 - the file stays open between two turns
    if _at_work is None:
        work = _next_work(now)
        if work is None:
            return None
        _at_work = work.steps()
    try:
        done = sum(1 for _handful in islice(_at_work, HANDFULS_A_TURN))
    except BaseException:
        _at_work = None
        raise
    if done == HANDFULS_A_TURN:
        return None
    _at_work = None
    return "an import has ended"


def worker_is_alive(now: datetime) -> bool:
    """Whether the site says that a worker runs at `now` (aware)."""
    path = get_conf()["WORKER_IS_ALIVE"]
    return bool(path) and bool(import_string(path)(now))


def _next_work(now: datetime) -> Work | None:
    """Claim the next import: one whose process died, then the one that waits the longest."""
    for batches in (abandoned(now), waiting()):
        if (batch := batches.select_related("organization").first()) and (work := _taken(batch, now)):
            return work
    return None


def _taken(batch: Batch, now: datetime) -> Work | None:
    """Claim the batch for this process, if nobody living has it; return what is to be done.

    What a process that died had begun is not gone on with: it is taken back.
    """
    died = bool(batch.claim)
    if (died and not abandoned(now).filter(pk=batch.pk).exists()) or not take(batch):
        return None
    work = Work(batch)
    try:
        _ = work.importer
    except UnknownImporter:
        work.give_up()
        return None
    if died and batch.status != BatchStatus.UNDOING:
        ends_as = BatchStatus.STOPPED if batch.stop_asked else BatchStatus.LOST
        beat(batch, status=BatchStatus.UNDOING, ends_as=ends_as)
        batch.status, batch.ends_as = BatchStatus.UNDOING, ends_as
    return work


def _batch_of(importer: Importer, binary: BinaryIO, organization: Organization | None, name: str) -> Batch:
    """Return the row of an import that is written now by this process; the file itself is not kept."""
    binary.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := binary.read(65_536):
        digest.update(piece)
        size += len(piece)
    batch = Batch(
        kind=importer.kind,
        organization=organization,
        original_name=name[-120:],
        sha256=digest.hexdigest(),
        size=size,
        status=BatchStatus.WRITING,
    )
    batch.save()
    take(batch)
    return batch


def _write_now(work: Work, progress: Progress) -> Tally:
    try:
        for _handful in work.steps():
            progress(BatchStatus.WRITING, work.tally.rows)
    except KeyboardInterrupt:
        _run(work.take_back(BatchStatus.STOPPED))
        raise
    if work.batch.status != BatchStatus.WRITTEN:
        work.tally.created = work.tally.updated = 0
    return work.tally


def _run(steps: Iterator[None]) -> None:
    for _handful in steps:
        pass
