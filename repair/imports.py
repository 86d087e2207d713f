"""The import of files of the Open Repair Data Standard, as `maillage.batches` runs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.batches.errors import CannotUndo, RowRefused
from maillage.batches.importers import Written
from repair.models import DataProvider, RepairRecord
from repair.open_data import NAMES, REQUIRED, OpenRepair, SeenReferences, read_row
from repair.outcomes import Outcome, TextCheck
from repair.totals import refresh_totals

if TYPE_CHECKING:
    from maillage.places.models import Organization

# What a row says of a record: the rest of it (steps, safety, weight) belongs to the café.
SAID = tuple(
    field.name
    for field in fields(OpenRepair)
    if field.name not in ("data_provider", "provider_ref", "is_personal")
)
what_it_says = attrgetter(*SAID)
# What has no sense any more once a row says another outcome or another category.
DEPENDENT = ("next_step", "weight_grams", "safety_test", "safety_reason")
CHANGED = (*SAID, *DEPENDENT, "text_check", "updated_at")
Rows = Sequence[tuple[int, OpenRepair]]


class RepairImporter:
    """Rows are known by their publisher and identifier. `provider`: whose they are, whatever they say."""

    kind = "repair.records"
    label = gettext_lazy("Repairs (Open Repair Data)")
    permission = "repair.add_repairrecord"
    required = REQUIRED
    names: Mapping[str, str] = NAMES

    def __init__(self, provider: str = "") -> None:
        self._provider = provider
        self._providers: dict[str, DataProvider] = {}
        self._seen: SeenReferences | None = None
        # The years to count again, by publisher.
        self._touched: dict[int, set[int]] = {}

    def begin(self) -> None:
        """Forget the identifiers and the publishers of any other file."""
        self._seen, self._providers, self._touched = SeenReferences(), {}, {}

    def parse(self, cells: dict[str, str]) -> OpenRepair:
        """Return what a row says; raises RowRefused and why."""
        return read_row(cells, provider=self._provider)

    def write(self, records: Rows, *, organization: Organization | None, dry_run: bool) -> Written:
        """Write some rows in a handful of queries; see `maillage.batches`."""
        written, now = Written(), timezone.now()
        rows = self._without_doubles(records, written)
        rows = self._of_own_publisher(rows, written, organization, dry_run=dry_run)
        there = self._already_there(rows)
        rows_of_new: list[OpenRepair] = []
        changed: list[RepairRecord] = []
        for _number, row in rows:
            record = there.get((row.data_provider, row.provider_ref))
            if record is None:
                rows_of_new.append(row)
            elif before := _change(record, row):
                record.updated_at = now
                written.before[record.pk] = {**before, "updated_at": now.isoformat()}
                changed.append(record)
            else:
                written.unchanged += 1
        if dry_run:
            written.created = [None] * len(rows_of_new)
        else:
            new = [self._new(row) for row in rows_of_new]
            RepairRecord.objects.bulk_create(new)
            RepairRecord.objects.bulk_update(changed, CHANGED)
            self._touch([*new, *changed], written.before.values())
            written.created = [record.pk for record in new]
        return written

    def check_undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        """Raise CannotUndo, and why, when one of these was completed or corrected since."""
        self._unchanged_since(created, before)

    def undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        """Delete what was new, give the others back what they held; raises CannotUndo and why."""
        old = self._unchanged_since(created, before)
        new = RepairRecord.objects.filter(pk__in=created)
        self._touch([*new.only("provider_id", "event_date"), *old], before.values())
        new.delete()
        for record in old:
            for name, value in before[str(record.pk)].items():
                setattr(record, name, RepairRecord._meta.get_field(name).to_python(value))
        RepairRecord.objects.bulk_update(old, CHANGED)

    def _unchanged_since(
        self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]
    ) -> list[RepairRecord]:
        """Return the records that `before` tells of; raises CannotUndo when one is not as it was left."""
        old = list(RepairRecord.objects.filter(pk__in=list(before)))
        if RepairRecord.objects.filter(_used_since(), pk__in=created).exists() or any(
            record.updated_at.isoformat() != before[str(record.pk)]["updated_at"] for record in old
        ):
            raise CannotUndo(_("A repair of this file was completed or corrected since. Correct it by hand."))
        return old

    def end(self, *, dry_run: bool) -> None:
        """Count the touched years anew."""
        if self._seen is not None:
            self._seen.close()
            self._seen = None
        if not dry_run:
            for provider, years in self._touched.items():
                refresh_totals(provider, years)
        self._touched = {}

    def _without_doubles(self, records: Rows, written: Written) -> list[tuple[int, OpenRepair]]:
        if self._seen is None:
            self._seen = SeenReferences()
        doubles = self._seen.add([(row.data_provider, row.provider_ref, number) for number, row in records])
        for number, first in doubles.items():
            message = _("This identifier is already that of row %(row)d.") % {"row": first}
            written.refused.append((number, RowRefused(message, "id")))
        return [(number, row) for number, row in records if number not in doubles]

    def _of_own_publisher(
        self, rows: Rows, written: Written, organization: Organization | None, *, dry_run: bool
    ) -> list[tuple[int, OpenRepair]]:
        """Return the rows that `organization` may import; None, the network's team, imports any."""
        for name in {row.data_provider for _number, row in rows} - self._providers.keys():
            self._providers[name] = _provider(name, organization, dry_run=dry_run)
        kept = []
        for number, row in rows:
            provider = self._providers[row.data_provider]
            if organization is not None and provider.organization_id != organization.pk:
                message = _("This publisher is not your organisation.")
                written.refused.append((number, RowRefused(message, "data_provider")))
            else:
                kept.append((number, row))
        return kept

    def _already_there(self, rows: Rows) -> dict[tuple[str, str], RepairRecord]:
        names = {provider.pk: name for name, provider in self._providers.items() if provider.pk}
        records = RepairRecord.objects.filter(
            provider__in=names, provider_ref__in=[row.provider_ref for _number, row in rows]
        )
        return {(names[record.provider_id], record.provider_ref): record for record in records}

    def _new(self, row: OpenRepair) -> RepairRecord:
        said = {name: value for name, value in zip(SAID, what_it_says(row), strict=True) if value is not None}
        return RepairRecord(
            provider_id=self._providers[row.data_provider].pk,
            provider_ref=row.provider_ref,
            text_check=TextCheck.FLAGGED.value if row.is_personal else TextCheck.CLEAN.value,
            **said,
        )

    def _touch(self, records: Iterable[RepairRecord], before: Iterable[dict[str, Any]]) -> None:
        """Note which years of which publishers are to be counted again."""
        moved = {int(values["event_date"][:4]) for values in before if "event_date" in values}
        for record in records:
            years = self._touched.setdefault(record.provider_id, set())
            years.add(record.event_date.year)
            years |= moved


def _provider(name: str, organization: Organization | None, *, dry_run: bool) -> DataProvider:
    """Return the publisher of this name: a new one is `organization`'s if it has none.

    In a preview it stays unsaved.
    """
    if provider := DataProvider.objects.filter(name=name).first():
        return provider
    owns_one = organization is not None and DataProvider.objects.filter(organization=organization).exists()
    provider = DataProvider(name=name, organization=None if owns_one else organization)
    if not dry_run:
        provider.save()
    return provider


def _change(record: RepairRecord, row: OpenRepair) -> dict[str, Any]:
    """Give `record` what the row says; return what changed as it was, ready for JSON."""
    new = {name: value for name in SAID if (value := getattr(row, name)) is not None or name in NULLABLE}
    if not row.size and record.category == row.category:
        del new["size"]
    if not row.problem and record.text_check == TextCheck.FLAGGED:
        del new["problem"]  # what is kept back from the public file comes back without it, and is not lost
    before = {name: getattr(record, name) for name, value in new.items() if getattr(record, name) != value}
    if not before:
        return {}
    if "problem" in before:
        new["text_check"] = TextCheck.FLAGGED if row.is_personal else TextCheck.CLEAN
    new |= _no_longer_true(record, row)
    before |= {name: getattr(record, name) for name in new if name not in before}
    for name, value in new.items():
        setattr(record, name, value)
    return {name: value.isoformat() if name == "event_date" else value for name, value in before.items()}


NULLABLE = frozenset({"barrier", "year_of_manufacture"})


def _no_longer_true(record: RepairRecord, row: OpenRepair) -> dict[str, Any]:
    """Return what the café had noted and what the row makes impossible, emptied."""
    gone: dict[str, Any] = {}
    if row.outcome != Outcome.REPAIRABLE and record.next_step:
        gone["next_step"] = ""
    if row.category != record.category and record.weight_grams is not None:
        gone["weight_grams"] = None
    if row.outcome == Outcome.FIXED and record.safety_test == "failed":
        gone |= {"safety_test": "", "safety_reason": ""}
    return gone


def _used_since() -> Q:
    """Whether a record got what only people give it, or was corrected later than the minute it came in."""
    return (
        Q(sheet__isnull=False)
        | Q(steps__isnull=False)
        | Q(parts__isnull=False)
        | Q(fixers__isnull=False)
        | Q(text_check=TextCheck.CLEARED)
        | Q(updated_at__gt=F("recorded_at") + timedelta(minutes=1))
    )
