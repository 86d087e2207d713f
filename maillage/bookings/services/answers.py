"""Answers, the guardian and the files of a registration: kept, changed, given back to the form."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone

from maillage.bookings.conf import get_conf
from maillage.bookings.errors import FileGone
from maillage.bookings.models import Answer, AnswerFile, Guardian, Registration
from maillage.bookings.questions.choice_limits import check_places
from maillage.bookings.questions.definition import YES

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from maillage.bookings.forms import RegistrationForm
    from maillage.bookings.questions.definition import Question


def keep_answers(registration: Registration, form: RegistrationForm) -> None:
    """Write what a valid `form` says besides the registration's own columns.

    Runs in the transaction that saves `registration` (new, or with its answers deleted), under the
    lock of its date; `prepare_files()` ran before. No question and no guardian: no query. Raises
    ChoiceFull or FileGone.
    """
    given = form.given_answers
    if given:
        check_places(form.session, given, seats=registration.seats, besides=registration)
        rows = Answer.objects.bulk_create(_row(registration, *one) for one in given)
        _tie_files(rows, dict(given))
    guardian = form.guardian
    if guardian is not None:
        kept_until = _until(registration, get_conf()["GUARDIAN_RETENTION_DAYS"])
        Guardian.objects.create(registration=registration, expires_on=kept_until, **guardian)


def change_answers(registration: Registration, form: RegistrationForm) -> None:
    """Put what `form` says in the place of what was answered before; files that are not sent anew stay.

    To be called in a transaction, under the lock of the date. Raises ChoiceFull or FileGone, and the
    caller's transaction then undoes all.
    """
    kept = _files_to_keep(registration, form)
    registration.given_answers.exclude(pk__in=[answer.pk for answer in kept]).delete()
    Guardian.objects.filter(registration=registration).delete()
    keep_answers(registration, form)


def prepare_files(form: RegistrationForm) -> None:
    """Store the files of a valid `form` and put their tokens in their place, before the transaction.

    A registration that fails then leaves files that belong to nobody; they go within a day.
    """
    for question, value in form.given_answers:
        if question.kind == "file" and hasattr(value, "chunks"):
            form.cleaned_data[question.id] = store_file(value).token


def store_file(content: Any) -> AnswerFile:
    """Keep a cleaned file under a new token, of nobody yet."""
    return AnswerFile.objects.create(
        file=content, original_name=content.name.rpartition("/")[2], size=content.size
    )


def initial_answers(registration: Registration) -> dict[str, Any]:
    """Return what was answered as the `initial` of a form that changes it; two queries."""
    guardian = Guardian.objects.filter(registration=registration).first()
    initial: dict[str, Any] = {
        name: getattr(registration, name)
        for name in ("name", "phone", "email", "seats", "companions", "relay_name", "relay_role")
    }
    initial["photo_allowed"] = {True: "yes", False: "no", None: ""}[registration.photo_allowed]
    if guardian is not None:
        initial.update(
            minor=True,
            guardian_name=guardian.name,
            guardian_phone=guardian.phone,
            may_leave_alone=guardian.may_leave_alone,
            emergency_note=guardian.emergency_note,
        )
    for answer in registration.given_answers.all():
        initial[str(answer.question)] = _as_typed(answer)
    return initial


def keep_longer(registration_ids: Collection[int], longer: timedelta) -> None:
    """Keep some registrations, their answers and guardians `longer`: their date has moved so far."""
    later = F("expires_on") + longer
    Registration.objects.filter(pk__in=registration_ids).update(expires_on=later)
    Answer.objects.filter(registration__in=registration_ids).update(expires_on=later)
    Guardian.objects.filter(registration__in=registration_ids).update(expires_on=later)


def _row(registration: Registration, question: Question, value: Any) -> Answer:
    kept, choices = _kept(question, value)
    keep_days = get_conf()["RETENTION_DAYS"] if question.keep_days is None else question.keep_days
    return Answer(
        registration=registration,
        question=question.id,
        kind=question.kind,
        wording=question.wording,
        value=kept,
        choices=choices,
        expires_on=_until(registration, keep_days),
    )


def _kept(question: Question, value: Any) -> tuple[Any, list[str]]:
    """Return an answer as JSON keeps it, and the ids of what was chosen."""
    match question.kind:
        case "choice" | "age_bracket":
            return [question.words_of(value)], [value]
        case "choices":
            return [question.words_of(one) for one in value], list(value)
        case "yes_no" | "consent":
            return value in (True, YES), []
        case "file":
            return "", []
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value), []
    return value.isoformat() if isinstance(value, date) else value, []


def _as_typed(answer: Answer) -> Any:
    match answer.kind:
        case "choice" | "age_bracket":
            return answer.choices[0] if answer.choices else ""
        case "choices":
            return answer.choices
        case "yes_no":
            return "yes" if answer.value else "no"
    return answer.value


def _until(registration: Registration, keep_days: int) -> date:
    """Return the day that is `keep_days` after the last date, never later than the registration's own."""
    most = get_conf()["RETENTION_DAYS"]
    return registration.expires_on - timedelta(days=max(most - keep_days, 0))


def _tie_files(rows: list[Answer], given: dict[Question, Any]) -> None:
    tokens: dict[str, uuid.UUID] = {
        question.id: value for question, value in given.items() if question.kind == "file"
    }
    oldest = timezone.now() - timedelta(hours=get_conf()["FILE_WAITS_HOURS"])
    for row in rows:
        if row.kind == "file":
            waiting = AnswerFile.objects.filter(
                token=tokens[str(row.question)], answer=None, created_at__gte=oldest
            )
            if not waiting.update(answer=row):
                raise FileGone(str(row.question))


def _files_to_keep(registration: Registration, form: RegistrationForm) -> list[Answer]:
    sent = {question.id for question, _value in form.given_answers}
    asked = {question.id for question in form.questions if question.kind == "file"}
    files = registration.given_answers.filter(kind="file")
    return [answer for answer in files if str(answer.question) in asked - sent]
