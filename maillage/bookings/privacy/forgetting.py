"""What ends before the registration it belongs to, or without one: answers, guardians, files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maillage.bookings.conf import get_conf
from maillage.bookings.models import Answer, AnswerFile, Attendance, Guardian, Session
from maillage.bookings.services.counts import keep_counts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet

# So many rows in one transaction: an interrupted run loses nothing and the next one goes on.
BATCH = 200


@transaction.atomic
def forget_overdue(today: date) -> int:
    """Forget a batch of what is kept until before `today`; return how many rows forgot somebody.

    What the answers add up to is written first.
    """
    waited = timezone.now() - timedelta(hours=get_conf()["FILE_WAITS_HOURS"])
    answers = Answer.objects.filter(expires_on__lt=today)
    count_before_forgetting(answers.order_by("pk").values_list("registration", flat=True)[:BATCH])
    return sum(
        _delete(rows)
        for rows in (
            answers,
            Guardian.objects.filter(expires_on__lt=today),
            AnswerFile.objects.filter(answer=None, created_at__lt=waited),
        )
    )


def count_before_forgetting(registration_ids: Iterable[int]) -> None:
    """Write how many people of each kind came to the dates of these registrations, while it can be told."""
    came = Session.objects.filter(
        registered__registration__in=list(registration_ids), registered__attendance=Attendance.PRESENT
    )
    for session in came.distinct():
        keep_counts(session)


def forget_answers_of(registration_ids: Collection[int]) -> None:
    """Delete the answers, the files and the guardians of some registrations."""
    Answer.objects.filter(registration__in=registration_ids).delete()
    Guardian.objects.filter(registration__in=registration_ids).delete()


def answers_that_say(contact: str) -> QuerySet[Answer]:
    """Return the answers that are this very phone (E.164) or e-mail address, whoever registered."""
    contacts = Answer.objects.filter(kind__in=("phone", "email"))
    return contacts.filter(Q(value=contact) | Q(value__iexact=contact))


def _delete(rows: QuerySet) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows.model.objects.filter(pk__in=ids).delete()
    return len(ids)
