"""Who works on the dates: their association, its editor, the editor of another one."""

from __future__ import annotations

import pytest
from django.core.signing import TimestampSigner
from django.test import Client

from maillage.bookings.models import Session
from maillage.places.models import Organization
from tests.places.factories import make_editor, make_organization


@pytest.fixture
def mulots() -> Organization:
    return make_organization("Les Mulots")


@pytest.fixture
def editor(client: Client, session: Session) -> Client:
    """The browser of an editor of the association of the test's `session`."""
    client.force_login(make_editor(session.organization))
    return client


@pytest.fixture
def neighbour(client: Client) -> None:
    """Somebody of another association signs in."""
    client.force_login(make_editor(make_organization("Clic’n Puces")))


@pytest.fixture(autouse=True)
def links_made_in_one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A personal link holds the second in which it was made: within a test, all are of the same one."""
    second = TimestampSigner().timestamp()
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda _signer: second)
