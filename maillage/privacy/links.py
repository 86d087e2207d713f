"""Links that act in a person's name: signed for one purpose, revocable, never stored.

A token holds a public identifier and the row's counter; raising the counter makes every link sent
so far worthless. The caller compares the counter: a signature cannot know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, TimestampSigner

if TYPE_CHECKING:
    from datetime import timedelta

# Longer than any token made here: what is longer is refused unread.
LONGEST_TOKEN = 200


class BadLink(ValueError):
    """The token was made for another purpose, altered, cut, or has run out."""


def sign(purpose: str, public_id: str, counter: int) -> str:
    """Return a token for web addresses that lets its bearer do `purpose` to the row `public_id`.

    `counter` is the row's revocation counter today. The token holds nothing personal, and only
    letters, digits, dots, « - » and « _ » when the identifier does too. It is some 60 signs longer.
    """
    return _signer(purpose).sign(f"{public_id}.{counter}")


def unsign(purpose: str, token: str, max_age: timedelta | None = None) -> tuple[str, int]:
    """Return the public identifier and the counter that `token` was made with.

    Raises BadLink unless it was signed here for this very purpose, and `max_age` ago at most.
    """
    if len(token) > LONGEST_TOKEN:
        raise BadLink("This link is too long.")
    try:
        public_id, _dot, counter = _signer(purpose).unsign(token, max_age=max_age).rpartition(".")
        return public_id, int(counter)
    except (BadSignature, ValueError) as error:
        raise BadLink("This link is not valid.") from error


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"maillage.{purpose}", sep=".")
