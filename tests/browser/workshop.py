"""A workshop with a donation that is announced, and the session of somebody who works there."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from django.test import Client

from equipment.services.donations import announce
from tests.equipment.factories import make_member, make_workshop

if TYPE_CHECKING:
    from maillage.places.models import Organization


def make_donation() -> None:
    """Print the key of a donation and the session cookie of a member of the workshop."""
    workshop = make_workshop()
    donation = announce(
        workshop, what="Deux ordinateurs portables.", contact_name="Solène P.", phone="+33639985151"
    )
    sys.stdout.write(json.dumps({"donation": donation.pk, "cookie": cookie_of_a_member(workshop)}))


def make_workshop_user() -> None:
    """Print the session cookie of a member of a workshop where nothing has arrived yet."""
    sys.stdout.write(json.dumps({"cookie": cookie_of_a_member(make_workshop())}))


def cookie_of_a_member(workshop: Organization) -> str:
    """Return the session of somebody who works there."""
    client = Client()
    client.force_login(make_member(workshop))
    return client.cookies["sessionid"].value
