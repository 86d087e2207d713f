"""Link an attempt to the one before it, on the same object."""

from __future__ import annotations

from django.db import transaction

from maillage.bookings.services.locks import lock_sessions
from repair.attempts import earlier_attempts
from repair.errors import FollowsItself
from repair.models import IntakeSheet, RepairRecord


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
