"""Short codes that a person can read aloud: no letter that is mistaken for another."""

from __future__ import annotations

import secrets

# Without I, L, O, U, 0 and 1: what a voice on the phone or a tired eye confuses.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def draw_code(length: int) -> str:
    """Return `length` signs drawn at random, in capitals: 30^length values."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spoken(code: str) -> str:
    """Return `code` cut for the voice, after its fourth sign: « K7PM 4QXT »."""
    return f"{code[:4]} {code[4:]}"
