"""Work that a browser does in place of a puzzle: the protocol of altcha, version 1, on our own server.

The browser looks for the number whose SHA-256 with a salt gives the challenge (`static/web/altcha.js`).
Off unless `ALTCHA_KEY` is set. Without JavaScript people read a phone number instead.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from altcha import ChallengeOptionsV1, create_challenge_v1, verify_solution_v1
from django.utils import timezone

from maillage.privacy.throttle import hit

from .conf import get_conf

FIELD = "altcha"
# About a second of a phone of 2018: it searches half of it on average.
MOST_WORK = 50_000
GOOD_FOR = timedelta(hours=2)
# One for the form, the others for somebody who presses the button again.
USES = 3
LONGEST_SOLUTION = 2_000


def is_on() -> bool:
    """Whether the site asks for the work."""
    return bool(get_conf()["ALTCHA_KEY"])


def challenge() -> dict[str, Any] | None:
    """Return a new challenge for one form, as the script reads it; None when the site asks for none."""
    if not is_on():
        return None
    options = ChallengeOptionsV1(
        hmac_key=get_conf()["ALTCHA_KEY"], max_number=MOST_WORK, expires=timezone.now() + GOOD_FOR
    )
    made = create_challenge_v1(options)
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "maxnumber": MOST_WORK,
        "salt": made.salt,
        "signature": made.signature,
    }


def is_solved(solution: str, now: datetime | None = None) -> bool:
    """Tell whether `solution` (base64 of JSON) was worked out for a challenge of ours, not used up."""
    if not is_on():
        return True
    if len(solution) > LONGEST_SOLUTION:
        return False
    try:
        payload = json.loads(base64.b64decode(solution, validate=True))
        good, _reason = verify_solution_v1(payload, get_conf()["ALTCHA_KEY"], check_expires=True)
        used = str(payload["challenge"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return good and hit("registrations.altcha", used, USES, GOOD_FOR, now)
