"""The codes of a date and of a registration: for an address, for the voice."""

from __future__ import annotations

from maillage.places.codes import draw_code

PUBLIC_ID_LENGTH = 10
REFERENCE_LENGTH = 8


def new_public_id() -> str:
    """Return a code for a web address, in lower case: 30¹⁰ values, drawn at random."""
    return draw_code(PUBLIC_ID_LENGTH).lower()


def new_reference() -> str:
    """Return a registration's spoken reference, eight signs: « K7PM4QXT »."""
    return draw_code(REFERENCE_LENGTH)
