"""The repairs as rows of the Open Repair Data Standard 0.3, one at a time."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import F

from repair.models import RepairRecord
from repair.open_data import BARRIERS, CATEGORIES, COLUMNS, OUTCOMES, neutralize
from repair.outcomes import TextCheck
from repair.querysets import RepairRecordQuerySet

# What is read of a record.
READ = (
    "provider_ref",
    "provider_name",
    "country",
    "partner_product_category",
    "category",
    "brand",
    "year_of_manufacture",
    "product_age",
    "outcome",
    "barrier",
    "group_identifier",
    "event_date",
    "problem",
    "text_check",
)
ROWS_AT_A_TIME = 2_000


def exported_records(provider: str = "") -> RepairRecordQuerySet:
    """Return the records that the standard has a category for, by date; of one publisher if it is named."""
    records = RepairRecord.objects.in_standard().from_provider(provider)
    return records.annotate(provider_name=F("provider__name")).order_by("event_date", "pk")


def csv_lines(records: RepairRecordQuerySet) -> Iterator[str]:
    """Yield the header, then a line for each of `records`; memory does not grow with their number.

    A text that may name somebody and that nobody has read again is left out, and no cell can be run by
    a spreadsheet.
    """
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield writer.writerow(COLUMNS)  # type: ignore[misc]
    for record in records.values(*READ).iterator(chunk_size=ROWS_AT_A_TIME):
        yield writer.writerow(_row(record))  # type: ignore[misc]


def write_to(path: Path, records: RepairRecordQuerySet) -> int:
    """Write `records` to `path`, replaced once everything is written; return how many.

    Raises OSError when the file cannot be written; what was there before stays.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            count = _write_lines(file.write, csv_lines(records))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _write_lines(write: Callable[[str], int], lines: Iterable[str]) -> int:
    count = -1  # the header is no record
    for line in lines:
        write(line)
        count += 1
    return count


class _Line:
    """What `csv.writer` writes to: it gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _row(record: dict[str, Any]) -> tuple[object, ...]:
    flagged = record["text_check"] == TextCheck.FLAGGED
    return (
        record["provider_ref"],
        neutralize(record["provider_name"]),
        record["country"],
        neutralize(record["partner_product_category"]),
        CATEGORIES[record["category"]],
        record["category"],
        neutralize(record["brand"]),
        record["year_of_manufacture"],
        record["product_age"],
        OUTCOMES[record["outcome"]],
        BARRIERS.get(record["barrier"], ""),
        neutralize(record["group_identifier"]),
        record["event_date"],
        "" if flagged else neutralize(record["problem"]),
    )
