"""Statements that a person types past every service, for a program on a server's database."""

from __future__ import annotations

import json

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction

from maillage.bookings.db_triggers import missing
from maillage.bookings.models import RegisteredDate, Registration
from maillage.bookings.services import cancel_registration, register
from maillage.bookings.services.attendance import note_attendance
from tests.bookings.factories import make_session

# `{came}` was present, `{gone}` has cancelled; `{other}` is a date of neither.
REFUSED = {
    "cancelled after": "UPDATE bookings_registration SET status = 'cancelled' WHERE id = {came}",
    "noted after": "UPDATE bookings_registereddate SET attendance = 'present' WHERE registration_id = {gone}",
    "given to another": (
        "UPDATE bookings_registereddate SET registration_id = {gone} WHERE registration_id = {came}"
    ),
    "written so": (
        "INSERT INTO bookings_registereddate (registration_id, session_id, attendance)"
        " SELECT {gone}, id, 'present' FROM bookings_session WHERE id = {other}"
    ),
}
WIDENED = ((Registration, "name"), (RegisteredDate, "attendance"))


def report() -> None:
    """Alter both tables as `migrate` does, then try each statement; print what was not refused, as JSON."""
    keys = _people()
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    for model, column in WIDENED:
        _widen(model, column)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    passed = [name for name, statement in REFUSED.items() if _passes(statement.format(**keys))]
    print(json.dumps({"missing": missing("default"), "passed": passed}))  # noqa: T201


def _people() -> dict[str, int]:
    session, other = make_session(), make_session()
    came = register(session, name="Ana", source="staff")
    note_attendance(session, came.public_id, attendance="present")
    gone = register(session, name="Bob", source="staff")
    cancel_registration(gone)
    return {"came": came.pk, "gone": gone.pk, "other": other.pk}


def _widen(model: type[models.Model], column: str) -> None:
    old = model._meta.get_field(column)
    new = old.clone()
    new.max_length = old.max_length + 1
    new.set_attributes_from_name(column)
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)


def _passes(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError as error:
        return "who-was-present-is-not-cancelled" not in str(error)
    return True
