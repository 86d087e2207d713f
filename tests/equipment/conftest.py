"""A workshop, and who comes to it; the doors are tried with a machine in every state."""

from __future__ import annotations

import pytest
from django.test import Client

from equipment.models import Machine
from maillage.places.models import Organization
from tests.equipment.doors import State, clients, in_every_state, typed_by
from tests.equipment.factories import make_member, make_workshop


@pytest.fixture
def workshop(db: None) -> Organization:
    return make_workshop()


@pytest.fixture
def member_client(client: Client, workshop: Organization) -> Client:
    """The browser of somebody who works there."""
    client.force_login(make_member(workshop))
    return client


@pytest.fixture
def machines(workshop: Organization) -> dict[State, Machine]:
    return in_every_state(workshop)


@pytest.fixture
def browsers(workshop: Organization) -> dict[str, Client]:
    return clients(workshop)


@pytest.fixture
def typed(workshop: Organization) -> dict[str, str]:
    """What people type at the doors that ask for something."""
    return typed_by(workshop)
