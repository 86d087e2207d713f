"""« Suite de la fiche n° »: the attempts on one object, from one café to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import IntakeSheet

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

# Longer chains do not occur; a loop in the data would otherwise never end.
MOST_ATTEMPTS = 20
MOST_FOUND = 12


def earlier_attempts(sheet: IntakeSheet) -> list[IntakeSheet]:
    """Return the sheets that `sheet` follows, the nearest first, each with its record and its date."""
    found: list[IntakeSheet] = []
    rows = IntakeSheet.objects.select_related("session", "record")
    key = sheet.continues_id
    while key is not None and len(found) < MOST_ATTEMPTS:
        earlier = rows.get(pk=key)
        found.append(earlier)
        key = earlier.continues_id
    return found


def find_earlier(sheet: IntakeSheet, *, number: int, day: date | None = None) -> QuerySet[IntakeSheet]:
    """Return the sheets of this number that `sheet` may follow, in its organisation, the last ones first.

    `day` is the day of the café on the clock of the site; without it, every day counts.
    """
    rows = IntakeSheet.objects.filter(
        session__organization=sheet.session.organization_id,
        number=number,
        session__start__lte=sheet.session.start,
    ).exclude(pk=sheet.pk)
    if day is not None:
        rows = rows.filter(session__start__date=day)
    return rows.select_related("session__page", "record").order_by("-session__start")[:MOST_FOUND]
