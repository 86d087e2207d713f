"""An import in the worker: claimed, written by handfuls, taken back when it stops half-way."""

from __future__ import annotations

import logging
import pickle
import tempfile
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from maillage.batches.conf import get_conf
from maillage.batches.errors import CannotUndo, FileRefused, ImportStopped, RowRefused, TakenOver
from maillage.batches.importers import Importer, WholeFileImporter, Written, get_importer
from maillage.batches.models import RUNNING, Batch, BatchProblem, BatchStatus, BatchStep
from maillage.batches.reading import read_table
from maillage.batches.tally import Tally

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from maillage.places.models import Organization

# How far the clocks of two machines of one site may be apart.
SKEW = timedelta(minutes=1)


def waiting() -> QuerySet[Batch]:
    """Return the imports that nobody has begun to work at, the oldest first."""
    return Batch.objects.filter(status__in=RUNNING, claim="").order_by("pk")


def at_work(now: datetime) -> QuerySet[Batch]:
    """Return the imports that a living process works at, seen from `now` (aware)."""
    oldest = now - timedelta(seconds=get_conf()["ABANDONED_SECONDS"])
    return _claimed().filter(beat_at__gt=oldest, beat_at__lte=now + SKEW)


def abandoned(now: datetime) -> QuerySet[Batch]:
    """Return the imports whose process gave no sign for too long at `now` (aware), the oldest first.

    A sign from the future was given while the clock was wrong: it says nothing.
    """
    return _claimed().exclude(pk__in=at_work(now).values("pk")).order_by("pk")


def take(batch: Batch) -> bool:
    """Claim the batch as it was read, in one conditional UPDATE; return False when another was quicker."""
    mine = {"claim": uuid.uuid4().hex, "beat_at": timezone.now()}
    if not Batch.objects.filter(pk=batch.pk, status=batch.status, claim=batch.claim).update(**mine):
        return False
    batch.claim, batch.beat_at = mine["claim"], mine["beat_at"]
    return True


def beat(batch: Batch, **fields: Any) -> bool:
    """Give a sign of life and write `fields`, while the batch is ours; return whether to stop.

    Raises TakenOver once another process has taken us for dead: whatever is in the same transaction is
    then rolled back, and the batch is not ours any more.
    """
    mine = Batch.objects.filter(pk=batch.pk, claim=batch.claim)
    if not mine.update(beat_at=timezone.now(), **fields):
        raise TakenOver(batch.pk)
    return mine.filter(stop_asked=True).exists()


def _claimed() -> QuerySet[Batch]:
    return Batch.objects.filter(~Q(claim=""), status__in=RUNNING)


# Who waits for SQLite's lock looks again after 50 ms at most, during the time that a handful takes.
ROOM_SECONDS = 0.06


class Turns:
    """Short transactions, one after the other. On SQLite, which has one writer, others come in between."""

    def __init__(self) -> None:
        self._over_at: float | None = None

    @contextmanager
    def take(self) -> Iterator[None]:
        """Open the next transaction, once the others had the time to see that the lock is free."""
        if self._over_at is not None and connection.vendor == "sqlite" and not connection.in_atomic_block:
            time.sleep(max(0.0, self._over_at + ROOM_SECONDS - time.monotonic()))
        with transaction.atomic():
            yield
        self._over_at = time.monotonic()


class Checked:
    """The rows of a file that was checked, in a file of ours without a name: they are read once."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - `close()` does

    def keep(self, records: list[tuple[int, Any]]) -> None:
        """Add a handful."""
        pickle.dump(records, self._file, pickle.HIGHEST_PROTOCOL)

    def close(self) -> None:
        """Let go of the file, which disappears."""
        self._file.close()

    def __iter__(self) -> Iterator[list[tuple[int, Any]]]:
        """Yield the handfuls in their order."""
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - nobody else can write in it
            except EOFError:
                return


def handfuls(importer: Importer, binary: BinaryIO, tally: Tally) -> Iterator[list[tuple[int, Any]]]:
    """Yield the good rows by handfuls; the others are told to `tally`, also what ends the reading."""
    rows = _good_rows(importer, binary, tally)
    most = min(get_conf()["ROWS_AT_A_TIME"], getattr(importer, "rows_at_a_time", None) or 1_000_000)
    while records := list(islice(rows, most)):
        yield records


def _good_rows(importer: Importer, binary: BinaryIO, tally: Tally) -> Iterator[tuple[int, Any]]:
    parse = importer.parse
    try:
        for number, cells in read_table(binary, required=importer.required, names=importer.names):
            try:
                record = parse(cells)
            except RowRefused as refusal:
                tally.refuse(number, refusal)
            else:
                yield number, record
    except FileRefused as refusal:
        tally.refuse(refusal.row, refusal)


logger = logging.getLogger(__name__)


class _Refused(Exception):
    """Rolls a handful back in which a row is refused after all; never leaves this module."""


def check_rows(
    importer: Importer,
    binary: BinaryIO,
    tally: Tally,
    *,
    organization: Organization | None,
    checked: Checked | None = None,
) -> Iterator[None]:
    """Say in `tally` what would become of each row, a handful a step. It writes nothing, takes no lock.

    The rows are kept in `checked`, for whoever writes them next.
    """
    _begin(importer)
    for records in handfuls(importer, binary, tally):
        tally.add(importer.write(records, organization=organization, dry_run=True))
        if checked is not None and not tally.rejected:
            checked.keep(records)
        yield
    _end(importer, dry_run=True)


class Work:
    """What one process does for a batch that it has claimed; `steps()` does it."""

    def __init__(
        self, batch: Batch, *, importer: Importer | None = None, checked: Checked | None = None
    ) -> None:
        """`importer` stands for the one that the batch names; `checked` for its file."""
        self.batch = batch
        self.tally = Tally()
        self._importer = importer
        self._checked = checked
        self._turns = Turns()

    @property
    def importer(self) -> Importer:
        """The importer of this work. Raises UnknownImporter when its plugin is gone."""
        if self._importer is None:
            self._importer = get_importer(self.batch.kind)
        return self._importer

    def steps(self) -> Iterator[None]:
        """Check, write or take back, whichever the batch waits for, and end it.

        A handful is done when it yields, and nothing is open then. Raises what a plugin or the database
        raises, once what was written is taken back.
        """
        try:
            if self.batch.status == BatchStatus.CHECKING:
                yield from self._check()
            elif self.batch.status == BatchStatus.WRITING:
                yield from self._write()
            else:
                yield from self.take_back()
        except TakenOver:
            logger.warning("Import %s was taken over by another process", self.batch.pk)

    def _check(self) -> Iterator[None]:
        try:
            with self.batch.file.open("rb") as file:
                for _handful in check_rows(
                    self.importer,
                    cast("BinaryIO", file),
                    self.tally,
                    organization=self.batch.organization,
                ):
                    if beat(self.batch, rows_done=self.tally.rows):
                        raise ImportStopped
                    yield
        except ImportStopped:
            self._finish(BatchStatus.STOPPED)
        except TakenOver:
            raise
        except Exception:
            self._finish(BatchStatus.FAILED)
            raise
        else:
            self._finish(BatchStatus.REFUSED if self.tally.rejected else BatchStatus.CHECKED, self.tally)

    def _write(self) -> Iterator[None]:
        try:
            if self._checked is not None:
                yield from self._write_rows(self._checked)
            else:
                with self.batch.file.open("rb") as file:
                    rows = handfuls(self.importer, cast("BinaryIO", file), self.tally)
                    yield from self._write_rows(rows)
        except ImportStopped:
            yield from self.take_back(BatchStatus.STOPPED)
        except _Refused:
            self.tally.created = self.tally.updated = self.tally.unchanged = 0
            yield from self.take_back(BatchStatus.REFUSED)
        except TakenOver:
            raise
        except Exception:
            yield from self.take_back(BatchStatus.FAILED)
            raise

    def _write_rows(self, rows: Iterable[list[tuple[int, Any]]]) -> Iterator[None]:
        _begin(self.importer)
        for records in rows:
            with self._turns.take():
                written = self.importer.write(records, organization=self.batch.organization, dry_run=False)
                self.tally.add(written)
                if self.tally.rejected:
                    raise _Refused
                stop = self._keep(written)
            if stop:
                raise ImportStopped
            yield
        if self.tally.rejected:
            raise _Refused
        with self._turns.take():
            _end(self.importer, dry_run=False)
            self._finish(BatchStatus.WRITTEN, self.tally)

    def _keep(self, written: Written) -> bool:
        """Note what a handful changed, in its transaction; return whether somebody asks to stop."""
        changed = len(written.created) + len(written.before)
        if changed:
            before = {str(key): values for key, values in written.before.items()}
            BatchStep.objects.create(batch=self.batch, created=written.created, before=before)
        return beat(self.batch, rows_done=self.tally.rows, written=F("written") + changed)

    def take_back(self, ends_as: str = "") -> Iterator[None]:
        """Take back every step, the last one first, and end the batch as `ends_as` or as it says itself.

        Rows that somebody has completed or corrected since stay, with the step that tells of them.
        """
        ends_as = ends_as or self.batch.ends_as
        beat(self.batch, status=BatchStatus.UNDOING, ends_as=ends_as)
        self.batch.status, self.batch.ends_as = BatchStatus.UNDOING, ends_as
        for key in list(self.batch.steps.order_by("-pk").values_list("pk", flat=True)):
            with self._turns.take():
                self._take_back_one(BatchStep.objects.get(pk=key))
            yield
        if ends_as == BatchStatus.UNDONE and self.batch.steps.exists():
            ends_as = BatchStatus.WRITTEN
        self._finish(ends_as, self.tally if ends_as == BatchStatus.REFUSED else None)

    def give_up(self) -> None:
        """End a batch that no installed plugin can read any more; what it has written stays."""
        self._finish(BatchStatus.FAILED)

    def _take_back_one(self, step: BatchStep) -> None:
        created, before = undo_all_one_can(self.importer, step.created, step.before)
        # At once, and not at the end: a process that dies leaves nothing to be remembered.
        _end(self.importer, dry_run=False)
        gone = len(step.created) + len(step.before) - len(created) - len(before)
        if created or before:
            BatchStep.objects.filter(pk=step.pk).update(created=created, before=before)
        else:
            step.delete()
        beat(self.batch, taken_back=F("taken_back") + gone)

    @transaction.atomic
    def _finish(self, status: str, tally: Tally | None = None) -> None:
        """End the batch; with `tally`, write its counts and the reasons of the refused rows."""
        counts: dict[str, Any] = {}
        if tally is not None:
            counts = {name: getattr(tally, name) for name in ("created", "updated", "unchanged", "rejected")}
            BatchProblem.objects.filter(batch=self.batch).delete()
            BatchProblem.objects.bulk_create(
                BatchProblem(
                    batch=self.batch, row=each.row, column=each.column[:60], message=each.message[:300]
                )
                for each in tally.problems
            )
            counts["rows_done"] = tally.rows
        free = {"claim": "", "ends_as": "", "stop_asked": False}
        beat(self.batch, status=status, ended_at=timezone.now(), **counts, **free)
        self.batch.refresh_from_db()


def undo_all_one_can(
    importer: Importer, created: Sequence[Any], before: Mapping[str, dict[str, Any]]
) -> tuple[list[Any], dict[str, dict[str, Any]]]:
    """Take back these rows, but for those that were used since; return these: new ones, changed ones."""
    try:
        with transaction.atomic():
            importer.undo(created, before)
    except CannotUndo:
        if len(created) + len(before) == 1:
            return list(created), dict(before)
    else:
        return [], {}
    # One of them stands in the way: look for it in each half.
    changed = list(before.items())
    half, old_half = (len(created) + 1) // 2, (len(changed) + 1) // 2
    if created and changed:
        parts = [(created, {}), ([], before)]
    else:
        parts = [
            (created[:half], dict(changed[:old_half])),
            (created[half:], dict(changed[old_half:])),
        ]
    left: tuple[list[Any], dict[str, dict[str, Any]]] = ([], {})
    for some_created, some_before in parts:
        stays_created, stays_before = undo_all_one_can(importer, some_created, some_before)
        left[0].extend(stays_created)
        left[1].update(stays_before)
    return left


def _begin(importer: Importer) -> None:
    if isinstance(importer, WholeFileImporter):
        importer.begin()


def _end(importer: Importer, *, dry_run: bool) -> None:
    if isinstance(importer, WholeFileImporter):
        importer.end(dry_run=dry_run)
