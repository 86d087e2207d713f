"""One answer to two presses of the button of a public form."""

from __future__ import annotations

from typing import Any

from django.utils.crypto import salted_hmac

from maillage.places.codes import ALPHABET

REFERENCE_LENGTH = 8


def reference_from(form_key: str, contact: dict[str, Any]) -> str:
    """Return the reference of what a form drawn with `form_key` writes: two presses write one row.

    Tied to who typed it, so that knowing the key of a form opens nothing.
    """
    who = "\n".join([form_key, *(contact.get(name) or "" for name in ("contact_name", "phone", "email"))])
    number = int.from_bytes(salted_hmac("equipment.form", who, algorithm="sha256").digest()[:8], "big")
    signs = []
    for _sign in range(REFERENCE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)
