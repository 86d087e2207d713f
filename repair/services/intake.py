"""Take objects in: a number each, given under the lock of the date, whatever is sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from maillage.bookings.errors import NotRegistered, SessionCancelled
from maillage.bookings.models import Attendance, RegistrationStatus
from maillage.bookings.services.attendance import locked_row, note_attendance
from maillage.bookings.services.seats import lock_sessions
from repair.errors import KeyOfAnotherDate, NoRulesYet, NotAnnouncedHere
from repair.models import IntakeSheet, ItemAnnouncement
from repair.querysets import current_rules

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from maillage.bookings.models import Session
    from repair.categories import Category
    from repair.models import Skill


@transaction.atomic
def take_in(
    session: Session,
    *,
    client_key: uuid.UUID,
    item: str,
    fault: str = "",
    category: Category | int | None = None,
    skill: Skill | None = None,
    continues: IntakeSheet | None = None,
    agreement: str = "",
    read_by: int | None = None,
    announcement: ItemAnnouncement | None = None,
    at: datetime | None = None,
) -> IntakeSheet:
    """Give an object the next number of `session`, and return its sheet.

    The same `client_key`, or the same `announcement`, is the same sheet, which comes back as it is.
    `agreement` is a RulesAgreement, to the rules in force; `read_by` is the key of the user who read them
    aloud. `at` (aware) is when the sheet was typed, on a phone without network perhaps; the turn is counted
    from the moment at which the number is given. Raises SessionCancelled, KeyOfAnotherDate, or NoRulesYet.
    """
    now = timezone.now()
    locked = lock_sessions([session.pk])[0]
    before = _taken_in_before(client_key, announcement)
    if before is not None:
        if before.session_id != session.pk:
            raise KeyOfAnotherDate
        return before
    if locked.is_cancelled:
        raise SessionCancelled
    rules = current_rules(locked.organization_id) if agreement else None
    if agreement and rules is None:
        raise NoRulesYet
    return IntakeSheet.objects.create(
        session=locked,
        number=_next_number(locked),
        client_key=client_key,
        item=item,
        fault=fault,
        category=category,
        skill=skill,
        continues=continues,
        announcement=announcement,
        rules=rules,
        rules_agreement=agreement,
        rules_read_by_id=read_by if agreement == "read_aloud" else None,
        arrived_at=min(at or now, now),
        queued_at=now,
    )


@transaction.atomic
def welcome(
    session: Session,
    announcement_id: int,
    *,
    client_key: uuid.UUID,
    skill: Skill | None = None,
    agreement: str = "",
    read_by: int | None = None,
    at: datetime | None = None,
) -> IntakeSheet:
    """Take in an object that was announced for `session`: its owner is here, and is noted present.

    Raises NotAnnouncedHere, and all that `take_in()` raises.
    """
    lock_sessions([session.pk])
    announcement = coming_to(session).filter(pk=announcement_id).first()
    if announcement is None:
        raise NotAnnouncedHere
    sheet = take_in(
        session,
        client_key=client_key,
        item=announcement.item or str(announcement.get_category_display()),
        fault=announcement.fault,
        category=announcement.category,
        skill=skill,
        announcement=announcement,
        agreement=agreement,
        read_by=read_by,
        at=at,
    )
    _note_owner(session, announcement.registration.public_id, at)
    return sheet


def coming_to(session: Session) -> QuerySet[ItemAnnouncement]:
    """Return the objects announced for `session` by those who hold a seat, with their sheet if they came."""
    rows = ItemAnnouncement.objects.filter(
        registration__dates__session=session, registration__status=RegistrationStatus.CONFIRMED
    )
    return rows.select_related("registration", "sheet").order_by("created_at", "pk")


def forget_faults(before: date, *, most: int) -> int:
    """Empty what was written of the fault on `most` sheets of dates that ended `before` a day; count them.

    The object and its number stay. What the record says was checked before it was published.
    """
    old = IntakeSheet.objects.filter(session__end__date__lt=before).exclude(fault="")
    return IntakeSheet.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).update(fault="")


def _taken_in_before(client_key: uuid.UUID, announcement: ItemAnnouncement | None) -> IntakeSheet | None:
    same = Q(client_key=client_key)
    if announcement is not None:
        same |= Q(announcement=announcement)
    return IntakeSheet.objects.filter(same).first()


def _next_number(session: Session) -> int:
    last = IntakeSheet.objects.filter(session=session).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def _note_owner(session: Session, registration_id: uuid.UUID, at: datetime | None) -> None:
    """Note that the owner is here, unless the team has already noted something about them."""
    try:
        row = locked_row(session, registration_id)
    except NotRegistered:
        return
    if row.attendance == Attendance.UNKNOWN:
        note_attendance(session, registration_id, attendance=Attendance.PRESENT, at=at)
