"""A text message ready to leave."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import NotASms

# E.164: a plus sign, then at most fifteen digits.
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]+")
# Three parts of 153 signs of the GSM alphabet (3GPP TS 23.038): more is a letter, not a message.
LONGEST = 459


@dataclass(frozen=True)
class SmsContent:
    """What one person reads on their phone. `to` is in the form E.164: « +33639981234 »."""

    to: str
    text: str

    def __post_init__(self) -> None:
        """Take out what is not seen; raises NotASms for a strange number, no text or too much of it."""
        if not _NUMBER.fullmatch(self.to):
            # The number itself stays out of the error: errors are logged.
            raise NotASms("Not one phone number.")
        object.__setattr__(self, "text", _UNSEEN.sub(" ", self.text).strip())
        if not 0 < len(self.text) <= LONGEST:
            raise NotASms(f"A text message has 1 to {LONGEST} signs.")
