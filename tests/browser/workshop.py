"""A workshop with a donation that is announced, and the session of somebody who works there."""

from __future__ import annotations

import json
import sys

from django.test import Client

from equipment.services.donations import announce
from tests.equipment.factories import make_member, make_workshop


def make_donation() -> None:
    """Print the key of a donation and the session cookie of a member of the workshop."""
    workshop = make_workshop()
    donation = announce(
        workshop, what="Deux ordinateurs portables.", contact_name="Solène P.", phone="+33639985151"
    )
    client = Client()
    client.force_login(make_member(workshop))
    values = {"donation": donation.pk, "cookie": client.cookies["sessionid"].value}
    sys.stdout.write(json.dumps(values))
