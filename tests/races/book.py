"""What the clients of a storm know: somebody's link, as an e-mail told it, read from the database."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.conf import settings

from maillage.privacy.links import sign

SOMEBODY = """
SELECT r.public_id, r.link_counter, r.offered_seats
FROM bookings_registration r
JOIN bookings_registereddate d ON d.registration_id = r.id
JOIN bookings_session s ON s.id = d.session_id
WHERE s.public_id = ? AND r.status IN ({statuses}) AND {more} ORDER BY random() LIMIT 1
"""
EXPIRE = """
UPDATE bookings_registration SET offer_expires_at = ?
WHERE status = 'offered' AND id = (
    SELECT r.id FROM bookings_registration r
    JOIN bookings_registereddate d ON d.registration_id = r.id
    JOIN bookings_session s ON s.id = d.session_id
    WHERE s.public_id = ? AND r.status = 'offered' ORDER BY random() LIMIT 1
)
"""


@dataclass(frozen=True)
class Found:
    """A registration that a client acts on, by its signed link."""

    token: str
    offered_seats: int | None


class Book:
    """One connection of a client process, used by one thread at a time."""

    def __init__(self, database_url: str, secret_key: str) -> None:
        if not settings.configured:
            settings.configure(SECRET_KEY=secret_key)
        self._lock = threading.Lock()
        self._is_sqlite = database_url.startswith("sqlite")
        if self._is_sqlite:
            path = database_url.removeprefix("sqlite:///")
            self._connection: Any = sqlite3.connect(
                path, timeout=60, isolation_level=None, check_same_thread=False
            )
        else:
            self._connection = psycopg.connect(database_url, autocommit=True)

    def somebody(self, date: str, statuses: tuple[str, ...], *, is_group: bool = False) -> Found | None:
        """Return somebody of the date whose registration has one of `statuses` at this moment.

        With `is_group`, a group that is asked to come as fewer.
        """
        names = ", ".join(f"'{status}'" for status in statuses)
        more = "r.offered_seats < r.seats" if is_group else "1 = 1"
        row = self._execute(SOMEBODY.format(statuses=names, more=more), date).fetchone()
        if row is None:
            return None
        public_id, counter, offered = row
        return Found(sign("registration", uuid.UUID(str(public_id)).hex, counter), offered)

    def let_an_offer_expire(self, date: str) -> None:
        """Let the time of one offer be over: the only thing that a test cannot wait for."""
        now: Any = datetime.now(UTC)
        if self._is_sqlite:
            now = now.replace(tzinfo=None).isoformat(" ")
        self._execute(EXPIRE, now, date)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _execute(self, statement: str, *parameters: Any) -> Any:
        with self._lock:
            if self._is_sqlite:
                return self._connection.execute(statement, parameters)
            return self._connection.execute(statement.replace("?", "%s"), parameters)
