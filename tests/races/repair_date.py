"""A repair café of today in the database of a race, written and read in the site's own process."""

from __future__ import annotations

import json

from django.test import Client

from maillage.bookings.models import Session
from repair.models import IntakeSheet, SheetState
from tests.places.factories import make_editor
from tests.repair.factories import make_cafe, make_date, make_fixer, make_sheet

CSRF = "a" * 32


def prepare(*, objects: int, fixers: int) -> None:
    """Print the code of a date with `objects` that wait, its volunteers, and the cookie of an editor."""
    session = make_date(make_cafe(), in_days=0)
    for _object in range(objects):
        make_sheet(session)
    client = Client()
    client.force_login(make_editor(session.organization))
    made = {
        "public_id": session.public_id,
        "cookie": client.cookies["sessionid"].value,
        "csrf": CSRF,
        "fixers": [make_fixer(session.organization).pk for _fixer in range(fixers)],
    }
    print(json.dumps(made))  # noqa: T201


def look() -> None:
    """Print every number, and by number who called it."""
    sheets = IntakeSheet.objects.filter(session=Session.objects.get()).order_by("number")
    called = sheets.filter(state=SheetState.CALLED).prefetch_related("fixers")
    told = {
        "numbers": list(sheets.values_list("number", flat=True)),
        "called": {sheet.number: [fixer.pk for fixer in sheet.fixers.all()] for sheet in called},
    }
    print(json.dumps(told))  # noqa: T201
