"""What keeps programs out of the form without a puzzle: nobody is refused, the form is asked again.

A field that no person sees, and a time below which nobody types a name. Work that the browser does
(`altcha`) is added by a setting. The API has none of these: its limits are in `limits`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from maillage.bookings.conf import get_conf

from . import altcha

if TYPE_CHECKING:
    from django.http import QueryDict

# No name of a field that browsers fill in by themselves (HTML, « autofill detail tokens »).
HONEYPOT = "precision_2"
DRAWN_AT = "drawn_at"


def stamp() -> str:
    """Return when the form is drawn, signed: it goes round by a hidden field."""
    return _signer().sign(str(int(time.time())))


def doubt(post: QueryDict) -> str:
    """Return why the form is asked once more, in words for a person, or an empty text."""
    if post.get(HONEYPOT):
        return _("Read your answers once more, then press the button again.")
    if _too_quick(post.get(DRAWN_AT, "")):
        return _("That was very quick. Read your answers once more, then press the button again.")
    if not altcha.is_solved(post.get(altcha.FIELD, "")):
        return _("Your browser has not finished a small check. Wait a moment, then press the button again.")
    return ""


def _too_quick(stamped: str) -> bool:
    least = get_conf()["SECONDS_TO_FILL_A_FORM"]
    if not least:
        return False
    try:
        drawn_at = int(_signer().unsign(stamped))
    except (BadSignature, ValueError):
        return True
    return time.time() - drawn_at < least


def _signer() -> Signer:
    return Signer(salt="maillage.bookings.form")
