"""Write repair records: their number, their links, the check of their words, the counts kept ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from maillage.bookings.services.seats import lock_sessions
from repair.attempts import earlier_attempts
from repair.errors import FollowsItself
from repair.free_text import names_somebody
from repair.models import DataProvider, IntakeSheet, RepairRecord
from repair.outcomes import TextCheck
from repair.totals import refresh_totals

if TYPE_CHECKING:
    from maillage.places.models import Organization

LONGEST_PREFIX = 24


@transaction.atomic
def provider_of(organization: Organization) -> DataProvider:
    """Return the publisher that stands for `organization`, made the first time."""
    provider, _made = DataProvider.objects.get_or_create(
        organization=organization,
        defaults={"name": _free_name(organization), "prefix": _prefix(organization)},
    )
    return provider


@transaction.atomic
def save_record(record: RepairRecord, *, words_read: bool = False) -> RepairRecord:
    """Save a record that was checked by `full_clean()`; a new one gets the next number of its publisher.

    Words that may name somebody are flagged, unless `words_read` says that somebody has read them.
    """
    before = RepairRecord.objects.filter(pk=record.pk).values_list("provider", "event_date").first()
    if not record.provider_ref:
        record.provider_ref = _next_reference(record.provider)
    record.text_check = _check(record.problem, words_read=words_read)
    record.save()
    refresh_totals(record.provider_id, {record.event_date.year})
    if before is not None:
        refresh_totals(before[0], {before[1].year})
    return record


@transaction.atomic
def delete_record(record: RepairRecord) -> None:
    """Delete a record, and count its year again."""
    provider, year = record.provider_id, record.event_date.year
    record.delete()
    refresh_totals(provider, {year})


def _check(words: str, *, words_read: bool) -> TextCheck:
    if not names_somebody(words):
        return TextCheck.CLEAN
    return TextCheck.CLEARED if words_read else TextCheck.FLAGGED


def _next_reference(provider: DataProvider) -> str:
    """Return the next identifier of the publisher: its row is locked until the transaction ends."""
    DataProvider.objects.filter(pk=provider.pk).update(last_number=F("last_number") + 1)
    provider.refresh_from_db(fields=["last_number", "prefix"])
    return f"{provider.prefix or 'repair'}_{provider.last_number}"


def _free_name(organization: Organization) -> str:
    """Return the organisation's name, with its key where another publisher has it already."""
    taken = DataProvider.objects.filter(name=organization.name).exists()
    return f"{organization.name} ({organization.pk})" if taken else organization.name


def _prefix(organization: Organization) -> str:
    letters = "".join(sign for sign in slugify(organization.name) if sign.isalpha())[:LONGEST_PREFIX]
    taken = not letters or DataProvider.objects.filter(prefix=letters).exists()
    return "" if taken else letters


@transaction.atomic
def follow(sheet: IntakeSheet, earlier: IntakeSheet | None) -> IntakeSheet:
    """Say that `sheet` goes on with the object of `earlier`, or with none; its record follows too.

    Raises FollowsItself when `earlier` is this sheet, or comes after it.
    """
    before = [earlier, *earlier_attempts(earlier)] if earlier else []
    if sheet in before:
        raise FollowsItself
    lock_sessions([sheet.session_id])
    fresh = IntakeSheet.objects.get(pk=sheet.pk)
    fresh.continues = earlier
    fresh.save(update_fields=["continues", "updated_at"])
    attempt = RepairRecord.objects.filter(sheet=earlier).first() if earlier else None
    RepairRecord.objects.filter(sheet=fresh).update(previous=attempt)
    return fresh
