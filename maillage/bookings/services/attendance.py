"""Who came, what was paid, how many of each kind, and the hours of volunteers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.bookings.conf import get_conf
from maillage.bookings.errors import MeansNotOffered, MeansUsed, MorePeopleThanSeats, NotRegistered
from maillage.bookings.funders import AGAIN, FIRST, value_words
from maillage.bookings.models import (
    Answer,
    Attendance,
    CountCategory,
    HeadCount,
    PaymentMeans,
    RegisteredDate,
    RegistrationStatus,
    Session,
    VolunteerTime,
)
from maillage.bookings.questions.definition import BRACKETS, age_on
from maillage.bookings.services.seats import lock_sessions
from maillage.outbox.clock import SKEW
from maillage.places.models import Place

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet

    from maillage.places.models import Organization

# A family of four may bring a cousin; forty people are a slip of the finger.
MOST_UNEXPECTED = 20


@dataclass(frozen=True)
class Presence:
    """How many of a date's registrations were noted as what, and how many people are there."""

    present: int
    absent: int
    excused: int
    unknown: int
    people: int


def registered_on(session: Session) -> QuerySet[RegisteredDate]:
    """Return the rows of those who hold a seat on `session`, by appointment, then by name."""
    rows = RegisteredDate.objects.filter(
        session=session, registration__status=RegistrationStatus.CONFIRMED
    ).select_related("registration", "paid_means")
    return rows.order_by(F("slot_start").asc(nulls_last=True), "registration__name", "pk")


@transaction.atomic
def note_attendance(
    session: Session,
    registration_id: uuid.UUID,
    *,
    attendance: Attendance | str,
    present_seats: int | None = None,
    at: datetime | None = None,
) -> RegisteredDate:
    """Note whether somebody came to `session`, and how many they were; return the row as it stands.

    `at` (aware) is when the button was pressed, which may be long before: what was noted later by
    somebody else stays. `present_seats` None means everybody of the registration. Noting the same
    twice changes nothing. Raises NotRegistered, or MorePeopleThanSeats for a number that cannot be meant.
    """
    at = min(at or timezone.now(), timezone.now())
    # The lock under which registrations are cancelled: nobody is noted present and cancelled at once.
    lock_sessions([session.pk])
    row = locked_row(session, registration_id)
    if _noted_later(row.attendance_at, at):
        return row
    row.attendance = attendance
    row.attendance_at = at
    row.present_seats = None
    if attendance == Attendance.PRESENT:
        row.present_seats = row.registration.seats if present_seats is None else present_seats
        if not 1 <= row.present_seats <= row.registration.seats + MOST_UNEXPECTED:
            raise MorePeopleThanSeats
    row.save(update_fields=["attendance", "attendance_at", "present_seats"])
    return row


def _noted_later(noted_at: datetime | None, at: datetime) -> bool:
    """Whether somebody noted it after `at`; what was noted in the future met a clock that was wrong."""
    return noted_at is not None and at < noted_at <= timezone.now() + SKEW


def locked_row(session: Session, registration_id: uuid.UUID) -> RegisteredDate:
    """Lock and return the row of somebody who holds a seat on `session`; raises NotRegistered."""
    rows = RegisteredDate.objects.select_for_update(of=("self",)).select_related("registration")
    row = rows.filter(session=session, registration__public_id=registration_id).first()
    if row is None or row.registration.status != RegistrationStatus.CONFIRMED:
        raise NotRegistered
    return row


def presence(session: Session) -> Presence:
    """Count who came to `session`, in one query."""
    noted = {
        str(state): Count("pk", filter=Q(attendance=state))
        for state in (Attendance.PRESENT, Attendance.ABSENT, Attendance.EXCUSED, Attendance.UNKNOWN)
    }
    here = Q(attendance=Attendance.PRESENT)
    people = Sum(Coalesce("present_seats", "registration__seats"), filter=here, default=0)
    rows = RegisteredDate.objects.filter(session=session, registration__status=RegistrationStatus.CONFIRMED)
    return Presence(**rows.aggregate(**noted, people=people))


def usual_payment_methods() -> list[str]:
    """Return the means of payment that an organisation has before it writes its own list."""
    return [_("Cash"), _("Cheque"), _("Card")]


def offered_payment_methods(organization: Organization) -> list[str]:
    """Return the names of the means of payment that `organization` offers today, in order.

    One without a list of its own has the usual ones; they become rows when one is first used.
    """
    rows = list(PaymentMeans.objects.filter(organization=organization))
    return [row.name for row in rows if row.in_use] if rows else usual_payment_methods()


@transaction.atomic
def note_payment(
    session: Session,
    registration_id: uuid.UUID,
    *,
    amount: Decimal | None,
    means: str = "",
    at: datetime | None = None,
) -> RegisteredDate:
    """Note that `amount` euros were paid by `means`, a name that the organisation offers.

    None takes the note back; 0 says that the person chose to give nothing, and needs no means. What
    somebody else noted after `at` (aware) stays. Raises NotRegistered or MeansNotOffered.
    """
    at = min(at or timezone.now(), timezone.now())
    row = locked_row(session, registration_id)
    if _noted_later(row.paid_at, at):
        return row
    row.paid_amount = amount
    row.paid_means = _means_named(session.organization, means) if amount else None
    row.paid_at = at
    row.save(update_fields=["paid_amount", "paid_means", "paid_at"])
    return row


def cash_totals(session: Session) -> list[tuple[str, Decimal, int]]:
    """Return, for each means of payment, its name, the euros taken on `session` and from how many."""
    paid = RegisteredDate.objects.filter(
        session=session, paid_amount__gt=0, registration__status=RegistrationStatus.CONFIRMED
    )
    rows = paid.values_list("paid_means__name").annotate(Sum("paid_amount"), Count("pk"))
    return [(name, total, count) for name, total, count in rows.order_by("paid_means__name")]


@transaction.atomic
def write_payment_methods(organization: Organization, kept: Iterable[tuple[str, bool]]) -> None:
    """Give `organization` this list of means of payment: (name, offered today).

    A name that leaves the list is deleted when no payment was ever noted with it; raises MeansUsed
    otherwise, and nothing changes.
    """
    wanted = dict(kept)
    rows = {row.name: row for row in PaymentMeans.objects.filter(organization=organization)}
    gone = [row.pk for name, row in rows.items() if name not in wanted]
    if RegisteredDate.objects.filter(paid_means__in=gone).exists():
        raise MeansUsed
    PaymentMeans.objects.filter(pk__in=gone).delete()
    for name, in_use in wanted.items():
        PaymentMeans.objects.update_or_create(
            organization=organization, name=name, defaults={"in_use": in_use}
        )


def _means_named(organization: Organization, name: str) -> PaymentMeans:
    if name not in offered_payment_methods(organization):
        raise MeansNotOffered
    if not PaymentMeans.objects.filter(organization=organization).exists():
        usual = [PaymentMeans(organization=organization, name=each) for each in usual_payment_methods()]
        PaymentMeans.objects.bulk_create(usual, ignore_conflicts=True)
    return PaymentMeans.objects.get(organization=organization, name=name)


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


def disagreements(counts: dict[str, CategoryCount]) -> list[str]:
    """Return a sentence for each pair of numbers of a date that cannot both be true."""
    total = counts[CountCategory.TOTAL]
    sentences = []
    if total.typed and total.derived and total.typed != total.derived:
        sentences.append(
            _("You typed %(typed)d people in all; attendance adds up to %(derived)d.")
            % {"typed": total.total, "derived": sum(total.derived.values())}
        )
    for category in CountCategory:
        count = counts[category]
        if category == CountCategory.TOTAL:
            continue
        if total.counted and count.total > total.total:
            words = {"category": category.label, "counted": count.total, "total": total.total}
            sentences.append(_("%(category)s: %(counted)d people counted, for %(total)d in all.") % words)
        sentences.extend(_fewer_than_answers(count))
    return sentences


def _fewer_than_answers(count: CategoryCount) -> Iterator[str]:
    """Yield a sentence for each number typed that is below what people answered."""
    if not count.typed:
        return
    for value, derived in count.derived.items():
        typed = count.typed.get(value, 0)
        if typed < derived:
            words = {"value": value_words(count.category, value), "typed": typed, "derived": derived}
            yield _("%(value)s: you typed %(typed)d, the answers give %(derived)d.") % words


BATCH = 200


def note_hours(session: Session, *, minutes: int, first_name: str = "") -> VolunteerTime:
    """Write that somebody gave `minutes` of their time on `session`."""
    return VolunteerTime.objects.create(session=session, minutes=minutes, first_name=first_name)


def minutes_given(session: Session) -> int:
    """Return how many minutes volunteers gave on `session`."""
    return VolunteerTime.objects.filter(session=session).aggregate(sum=Sum("minutes"))["sum"] or 0


def forget_volunteers(today: date) -> int:
    """Empty a batch of first names whose date was over long before `today`; the hours stay."""
    day_end = timezone.make_aware(datetime.combine(today, time.min))
    over = day_end - timedelta(days=get_conf()["RETENTION_DAYS"])
    named = VolunteerTime.objects.filter(session__end__lt=over).exclude(first_name="")
    ids = list(named.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return VolunteerTime.objects.filter(pk__in=ids).update(first_name="")
