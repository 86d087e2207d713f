"""How many people of each kind came: added up from attendance and answers, or typed; typed numbers win.

The answers leave with their people. What they added up to is written beside the date each night, so
that the year's figures stay.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from maillage.places.models import Place

from ..funders import AGAIN, FIRST
from ..models import (
    Answer,
    Attendance,
    CountCategory,
    HeadCount,
    RegisteredDate,
    RegistrationStatus,
    Session,
)
from ..questions.ages import BRACKETS, age_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

# How long attendance and answers are still completed after a date.
SETTLED_AFTER = timedelta(days=14)
AGE_KINDS = ("age_bracket", "age", "birth_date")
# These never need an answer: they may go down when attendance is corrected.
FROM_ATTENDANCE = (CountCategory.TOTAL, CountCategory.FIRST_VISIT)

Counts = dict[str, dict[str, int]]


@dataclass
class CategoryCount:
    """One category of a date: `typed` and `derived` numbers by value, and those that count."""

    category: str
    typed: dict[str, int] = field(default_factory=dict)
    derived: dict[str, int] = field(default_factory=dict)

    @property
    def counted(self) -> dict[str, int]:
        """The numbers that count: the typed ones when there are any."""
        return self.typed or self.derived

    @property
    def total(self) -> int:
        """How many people the category counts."""
        return sum(self.counted.values())


def derived_counts(session: Session) -> Counts:
    """Add up attendance and answers of `session`, by category and value, in six queries at most.

    An answer is the answer of one person: the others of a group are in the total alone.
    """
    rows = list(_present(session))
    if not rows:
        return {}
    answers = list(Answer.objects.filter(registration__in=[row.registration_id for row in rows]))
    counts = {
        CountCategory.TOTAL: Counter({"": sum(_people(row) for row in rows)}),
        CountCategory.AGE: Counter(filter(None, (_bracket(answer, session) for answer in answers))),
        CountCategory.COMMUNE: _communes(answers),
        CountCategory.FIRST_VISIT: _visits(session, rows),
    }
    return {str(category): dict(counter) for category, counter in counts.items() if counter}


def counts_of(session: Session) -> dict[str, CategoryCount]:
    """Return what is known about the people of `session`, by category; those without a number too."""
    found = {str(category): CategoryCount(str(category)) for category in CountCategory}
    for row in HeadCount.objects.filter(session=session):
        kept = found[row.category]
        (kept.typed if row.typed else kept.derived)[row.value] = row.count
    for category, values in derived_counts(session).items():
        if _is_better(category, values, found[category].derived):
            found[category].derived = values
    return found


@transaction.atomic
def write_counts(session: Session, typed: Mapping[str, Mapping[str, int | None]]) -> None:
    """Write the numbers typed for `session`, by category and value; None is a box left empty.

    A category whose boxes are all empty goes back to what attendance and answers add up to.
    """
    for category, values in typed.items():
        rows = HeadCount.objects.filter(session=session, category=category)
        given = {value: count for value, count in values.items() if count is not None}
        (rows if given else rows.filter(typed=True)).delete()
        HeadCount.objects.bulk_create(_rows(session, category, given, typed=True))


@transaction.atomic
def keep_counts(session: Session) -> None:
    """Write what attendance and answers of `session` add up to now, but where numbers were typed."""
    kept = counts_of(session)
    for category, count in kept.items():
        if count.typed or not count.derived:
            continue
        HeadCount.objects.filter(session=session, category=category).delete()
        HeadCount.objects.bulk_create(_rows(session, category, count.derived, typed=False))


def keep_recent_counts(now: datetime) -> str | None:
    """Keep the counts of the dates that ended lately: the worker's job of each night.

    Returns how many dates were counted, for the log.
    """
    recent = Session.objects.held(now).filter(end__gt=now - SETTLED_AFTER)
    came = recent.filter(registered__attendance=Attendance.PRESENT).distinct()
    for session in came:
        keep_counts(session)
    return f"{len(came)} dates counted" if came else None


def _present(session: Session) -> Iterable[RegisteredDate]:
    rows = RegisteredDate.objects.filter(session=session, attendance=Attendance.PRESENT)
    return rows.filter(registration__status=RegistrationStatus.CONFIRMED).select_related("registration")


def _people(row: RegisteredDate) -> int:
    return row.registration.seats if row.present_seats is None else row.present_seats


def _bracket(answer: Answer, session: Session) -> str:
    """Return the bracket of an answer that tells an age; empty for any other."""
    if answer.kind == "age_bracket":
        return answer.choices[0] if answer.choices else ""
    if answer.kind not in AGE_KINDS or not answer.value:
        return ""
    age = answer.value if answer.kind == "age" else _age(str(answer.value), session)
    in_it = (one.key for one in BRACKETS if one.first is not None and one.first <= age <= (one.last or 0))
    return next(in_it, "")


def _age(birth: str, session: Session) -> int:
    return age_on(date.fromisoformat(birth), session.local_start.date())


def _communes(answers: Iterable[Answer]) -> Counter[str]:
    """Count communes by postal code; a code that is one commune's in the network's places is named so."""
    codes = [str(answer.value) for answer in answers if answer.kind == "postal_code" and answer.value]
    if not codes:
        return Counter()
    named: dict[str, set[str]] = {}
    places = Place.objects.filter(postal_code__in=set(codes)).values_list("postal_code", "commune")
    for code, commune in places:
        named.setdefault(code, set()).add(commune)
    return Counter(next(iter(named[code])) if len(named.get(code, ())) == 1 else code for code in codes)


def _visits(session: Session, rows: Iterable[RegisteredDate]) -> Counter[str]:
    """Count who comes to the organisation for the first time, of those whose contact tells who they are."""
    told = [row.registration for row in rows if row.registration.phone or row.registration.email]
    # Once one of them is forgotten, what was kept says more.
    if not told or any(row.registration.anonymized_at for row in rows):
        return Counter()
    contacts = Q(registration__phone__in={one.phone for one in told if one.phone})
    contacts |= Q(registration__email__in={one.email for one in told if one.email})
    before = RegisteredDate.objects.filter(contacts, attendance=Attendance.PRESENT)
    before = before.filter(session__start__lt=session.start, session__organization=session.organization_id)
    people = before.values_list("registration__name", "registration__phone", "registration__email")
    known = {(name.casefold(), contact) for name, *both in people for contact in both if contact}
    return Counter(
        AGAIN if {(one.name.casefold(), one.phone), (one.name.casefold(), one.email)} & known else FIRST
        for one in told
    )


def _is_better(category: str, live: Mapping[str, int], kept: Mapping[str, int]) -> bool:
    """Tell whether what adds up now replaces what was kept: answers leave, so less of them says nothing."""
    return category in FROM_ATTENDANCE or sum(live.values()) >= sum(kept.values())


def _rows(session: Session, category: str, values: Mapping[str, int], *, typed: bool) -> list[HeadCount]:
    return [
        HeadCount(session=session, category=category, value=value, count=count, typed=typed)
        for value, count in values.items()
    ]
