"""Short codes that a person can read aloud: no letter that is mistaken for another."""

from __future__ import annotations

import secrets

# Without I, L, O, U, 0 and 1: what a voice on the phone or a tired eye confuses.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID_LENGTH = 10
REFERENCE_LENGTH = 8


def new_public_id() -> str:
    """Return a code for a web address, in lower case: 30¹⁰ values, drawn at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH)).lower()


def new_reference() -> str:
    """Return a registration's spoken reference, eight signs: « K7PM4QXT »."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def spoken(reference: str) -> str:
    """Return `reference` cut for the voice: « K7PM 4QXT »."""
    return f"{reference[:4]} {reference[4:]}"
