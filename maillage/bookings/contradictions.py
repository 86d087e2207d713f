"""People noted present whose registration is cancelled: counted and shown, never changed.

They were written before the database refused it (`guards.py`). No figure counts them, and only somebody
who was there knows which of the two is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import Warning as CheckWarning
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.checks import CheckMessage
    from django.db.models import QuerySet

    from maillage.bookings.models import Session
    from maillage.bookings.querysets import SessionQuerySet


PRESENT_AND_CANCELLED = {
    "registered__attendance": "present",
    "registered__registration__status": "cancelled",
}


def with_contradictions(sessions: SessionQuerySet) -> QuerySet[Session]:
    """Return those of `sessions` with somebody present and cancelled, and `contradictions`, how many."""
    found = sessions.filter(**PRESENT_AND_CANCELLED)
    return found.annotate(contradictions=Count("registered")).order_by("-start", "pk")


def check_contradictions(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Return a warning for each database in which somebody is present and cancelled, with how many."""
    from maillage.bookings.db_triggers import tables_are_there  # noqa: PLC0415 - checks are registered before the models are there
    from maillage.bookings.models import RegisteredDate  # noqa: PLC0415

    found: list[CheckMessage] = []
    for using in databases or ():
        if not tables_are_there(using):
            continue
        rows = RegisteredDate.objects.using(using)
        count = rows.filter(attendance="present", registration__status="cancelled").count()
        if count:
            sentence = ngettext(
                "%(count)d person is noted present and cancelled: no figure counts them.",
                "%(count)d people are noted present and cancelled: no figure counts them.",
                count,
            )
            found.append(
                CheckWarning(
                    sentence % {"count": count},
                    hint=_("The dates are named on the first screen of the admin."),
                    id="bookings.W001",
                )
            )
    return found
