"""Note how a repair went: who did what, with which parts, whether it is safe, how it ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from maillage.bookings.services.seats import lock_sessions
from repair.categories import Category
from repair.errors import RecordChanged
from repair.free_text import names_somebody
from repair.models import IntakeSheet, RecordSave, RepairPart, RepairRecord, RepairStep, SheetState
from repair.services import queue
from repair.services.records import provider_of, save_record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from repair.models import Fixer


LONGEST_GROUP = 160


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried; at least one of its texts is filled in."""

    observation: str = ""
    cause: str = ""
    action: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was used: its name, how many, and a value of `PartSource`."""

    name: str
    source: str
    quantity: int = 1


@transaction.atomic
def record_outcome(
    sheet: IntakeSheet,
    *,
    values: Mapping[str, Any],
    client_key: uuid.UUID,
    fixers: Iterable[Fixer] = (),
    steps: Sequence[Step] = (),
    parts: Sequence[Part] = (),
    seen: datetime | None = None,
    words_read: bool = False,
    ending: SheetState | None = None,
    at: datetime | None = None,
) -> RepairRecord:
    """Write the record of `sheet`, all of it or nothing, and return it; its steps and parts are replaced.

    `values` are fields of `RepairRecord` by name. `client_key` is drawn by the screen once for each save:
    sent again, it changes nothing. `seen` is the record's `updated_at` when the screen was drawn, None
    when there was no record yet. `ending` is DONE or STAYS when the attempt is over, None to go on; `at`
    (aware) is when that was pressed, on a phone without network perhaps.

    Raises RecordChanged when somebody else has saved since, CannotChange when the object is elsewhere,
    ValidationError when the values disagree.
    """
    lock_sessions([sheet.session_id])
    sheet = IntakeSheet.objects.select_related("session").get(pk=sheet.pk)
    sent_before = RecordSave.objects.filter(key=client_key, record__sheet=sheet).first()
    if sent_before is not None:
        return sent_before.record
    record = RepairRecord.objects.filter(sheet=sheet).first()
    if (record.updated_at if record else None) != seen:
        raise RecordChanged
    if record is None:
        record = new_record(sheet)
        record.provider = provider_of(sheet.session.organization)
    for name, value in values.items():
        setattr(record, name, value)
    record.partner_product_category = _object_words(sheet, record)
    record.full_clean(exclude=["provider_ref"])
    save_record(record, words_read=words_read)
    _write_parts_of(record, fixers, steps, parts)
    RecordSave.objects.create(key=client_key, record=record)
    _move_on(sheet, ending, fixers, at)
    return record


def new_record(sheet: IntakeSheet) -> RepairRecord:
    """Return a record that is not saved yet and has no publisher yet, with what the sheet already says."""
    session = sheet.session
    record = RepairRecord(
        sheet=sheet,
        session=session,
        event_date=session.local_start.date(),
        group_identifier=session.page.title[:LONGEST_GROUP],
        problem=sheet.fault,
        previous=RepairRecord.objects.filter(sheet__continued_by=sheet).first(),
    )
    if sheet.category is not None:
        record.category = sheet.category
    return record


def _move_on(
    sheet: IntakeSheet, ending: SheetState | None, fixers: Iterable[Fixer], at: datetime | None
) -> None:
    """Tell the queue. What stays or was handed back may be noted again: it stays where it is."""
    if ending is None:
        if sheet.state in {SheetState.WAITING, SheetState.CALLED}:
            queue.start(sheet, fixers=fixers, at=at)
    elif sheet.state not in {SheetState.STAYS, SheetState.HANDED_BACK}:
        queue.finish(sheet, stays=ending == SheetState.STAYS, fixers=fixers, at=at)


def _object_words(sheet: IntakeSheet, record: RepairRecord) -> str:
    """Return the words of the sheet for the open data, or its category's where they may name somebody."""
    return str(Category(record.category).label) if names_somebody(sheet.item) else sheet.item


def _write_parts_of(
    record: RepairRecord, fixers: Iterable[Fixer], steps: Sequence[Step], parts: Sequence[Part]
) -> None:
    record.fixers.set(fixers)
    record.steps.all().delete()
    RepairStep.objects.bulk_create(
        RepairStep(record=record, position=position, **asdict(step)) for position, step in enumerate(steps)
    )
    record.parts.all().delete()
    RepairPart.objects.bulk_create(RepairPart(record=record, **asdict(part)) for part in parts)
