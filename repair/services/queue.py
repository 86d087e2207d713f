"""Whose turn it is: every change of an object's state on the day is made here, under the lock of the date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from maillage.bookings.services.seats import lock_sessions
from repair.errors import CannotChange
from repair.models import CHANGES, IntakeSheet, SheetState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from maillage.bookings.models import Session
    from repair.models import Fixer, Skill


# What is written of the hour at which an object comes into a state.
HOURS = {
    SheetState.CALLED: "called_at",
    SheetState.IN_REPAIR: "started_at",
    SheetState.DONE: "ended_at",
    SheetState.STAYS: "ended_at",
    SheetState.HANDED_BACK: "handed_back_at",
}


@transaction.atomic
def call_next(
    session: Session, *, skill: Skill | None = None, fixer: Fixer | None = None
) -> IntakeSheet | None:
    """Call the object whose turn it is and return its sheet; None when nobody waits for this table.

    `skill` is that of the table; without it, the skills of `fixer` count; without both, any object is
    called. A volunteer who called an object and has not begun gets that one again: a double tap calls
    once. Two who press at the same moment get two objects.
    """
    lock_sessions([session.pk])
    sheets = IntakeSheet.objects.filter(session=session)
    if fixer is not None:
        called = sheets.filter(state=SheetState.CALLED, fixers=fixer).order_by("called_at").first()
        if called is not None:
            return called
    sheet = sheets.waiting().for_skills(_skills_at(skill, fixer)).first()
    if sheet is None:
        return None
    return _write(sheet, SheetState.CALLED, fixers=[fixer] if fixer else [])


def start(sheet: IntakeSheet, *, fixers: Iterable[Fixer] = (), at: datetime | None = None) -> IntakeSheet:
    """Begin to look at an object that was called, or that waits; return it fresh.

    Where somebody has begun, `fixers` join them: several volunteers may look at one object. Raises
    CannotChange.
    """
    return _move(sheet, SheetState.IN_REPAIR, fixers=fixers, at=at)


@transaction.atomic
def put_back(sheet: IntakeSheet, *, behind: bool = False) -> IntakeSheet:
    """Let an object wait again: at its turn, or `behind` the others when nobody came. Raises CannotChange."""
    fresh = _locked(sheet)
    if fresh.state == SheetState.WAITING:
        return fresh
    _write(fresh, SheetState.WAITING)
    fresh.fixers.clear()
    fresh.called_at = fresh.started_at = None
    if behind:
        fresh.queued_at = timezone.now()
    fresh.save(update_fields=["called_at", "started_at", "queued_at", "updated_at"])
    return fresh


def leave(sheet: IntakeSheet, *, at: datetime | None = None) -> IntakeSheet:
    """Note that somebody left without waiting. Raises CannotChange."""
    return _move(sheet, SheetState.LEFT, at=at)


def finish(
    sheet: IntakeSheet,
    *,
    stays: bool = False,
    fixers: Iterable[Fixer] = (),
    at: datetime | None = None,
) -> IntakeSheet:
    """End an attempt: the object waits for its owner, or `stays` at the café. Raises CannotChange.

    An object that nobody said was begun is begun by that: the volunteer's phone may have no network.
    """
    with transaction.atomic():
        fresh = _locked(sheet)
        if fresh.state in {SheetState.WAITING, SheetState.CALLED}:
            _write(fresh, SheetState.IN_REPAIR, fixers=fixers, at=at)
        return _move(fresh, SheetState.STAYS if stays else SheetState.DONE, fixers=fixers, at=at)


def hand_back(sheet: IntakeSheet, *, at: datetime | None = None) -> IntakeSheet:
    """Note that the owner took the object back. Raises CannotChange."""
    return _move(sheet, SheetState.HANDED_BACK, at=at)


@transaction.atomic
def _move(
    sheet: IntakeSheet,
    state: SheetState,
    *,
    fixers: Iterable[Fixer] = (),
    at: datetime | None = None,
) -> IntakeSheet:
    """Bring an object into `state`; where it is there already, only `fixers` join."""
    fresh = _locked(sheet)
    if fresh.state == state:
        fresh.fixers.add(*fixers)
        return fresh
    return _write(fresh, state, fixers=fixers, at=at)


def _locked(sheet: IntakeSheet) -> IntakeSheet:
    """Lock the date of an object, then read the object as it is now."""
    lock_sessions([sheet.session_id])
    return IntakeSheet.objects.select_related("session").get(pk=sheet.pk)


def _write(
    sheet: IntakeSheet,
    state: SheetState,
    *,
    fixers: Iterable[Fixer] = (),
    at: datetime | None = None,
) -> IntakeSheet:
    if state not in CHANGES[sheet.state]:
        raise CannotChange(sheet)
    sheet.state = state
    changed = ["state", "updated_at"]
    hour = HOURS.get(state)
    if hour is not None:
        now = timezone.now()
        # A phone that kept a tap says when it was pressed, never before the object came.
        setattr(sheet, hour, max(min(at or now, now), sheet.arrived_at))
        changed.append(hour)
    sheet.save(update_fields=changed)
    sheet.fixers.add(*fixers)
    return sheet


def _skills_at(skill: Skill | None, fixer: Fixer | None) -> list[int]:
    if skill is not None:
        return [skill.pk]
    return list(fixer.skills.values_list("pk", flat=True)) if fixer is not None else []
