"""The API of dates as another site calls it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from maillage.bookings.models import Registration

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from maillage.bookings.models import Session

SESSIONS = "/api/v1/sessions"
CAMILLE = {"name": "Camille", "phone": "06 39 98 12 34"}


def get(client: Client, path: str = "", **asked: Any) -> dict[str, Any]:
    """What the API answers under `sessions`."""
    response = client.get(SESSIONS + path, asked)
    assert response.status_code == 200, response.content
    return response.json()


def titles(client: Client, **asked: Any) -> list[str]:
    """The titles of the dates listed."""
    return [one["title"] for one in get(client, **asked)["items"]]


def post(client: Client, session: Session, body: Any = CAMILLE, key: str = "", **extra: Any) -> HttpResponse:
    """The answer to a registration; bytes and texts leave as they are."""
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Idempotency-Key": key} if key else {}
    address = f"{SESSIONS}/{session.public_id}/registrations"
    return client.post(address, data, content_type="application/json", headers=headers, **extra)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """The messages by field of a refusal."""
    assert response.status_code == 422, response.content
    return response.json()["errors"]


def nothing_changed(session: Session) -> bool:
    """Whether nobody is registered and no seat is taken."""
    session.refresh_from_db()
    return session.seats_taken == 0 and not Registration.objects.exists()
