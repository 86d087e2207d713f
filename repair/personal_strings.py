"""What in a free text may name somebody: a sieve before publishing, not a proof.

It looks for e-mail addresses, phone numbers as French people write them, and a name after a word that
announces one. Who reads again decides: see `RepairRecord.text_check`.
"""

from __future__ import annotations

import re

# As long as RFC 5321 lets an address be: an endless word costs no more than another.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}\.[a-z]{2,}", re.IGNORECASE)
# Ten digits that begin with 0, or an international number of nine digits and more.
_PHONE = re.compile(r"(?<![\w.])(?:0[1-9](?:[ .\-]?\d{2}){4}|(?:\+|00)\d{1,3}[ .\-]?(?:\d[ .\-]?){8,})(?!\w)")
_TITLE = re.compile(
    r"\b(?:M\.|MM\.|Mr\.?|Mrs\.?|Ms\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle)\s+"
    r"(?!(?:Coffee|Heater|Beer|Muscle)\b)[A-ZÀ-ÖØ-Þ][\w'’-]+"
)
_OWNER = re.compile(
    r"\b(?:[Aa]ppartient à|[Aa]ppeler|[Rr]appeler|[Pp]ropriétaire|[Nn]om|[Cc]ontact|[Oo]wner|[Nn]ame)"
    r"\s*(?::\s*|\s)(?!(?:Le|La|Les|Un|Une)\b)[A-ZÀ-ÖØ-Þ][\w'’-]+"
)
_ANY = (_EMAIL, _PHONE, _TITLE, _OWNER)


def names_somebody(text: str) -> bool:
    """Tell whether `text` holds something that may be a person's."""
    return any(pattern.search(text) for pattern in _ANY)


def personal_strings(text: str) -> list[str]:
    """Return the parts of `text` to read again, in the order of the text."""
    found = [match for pattern in _ANY for match in pattern.finditer(text)]
    return [match.group().strip() for match in sorted(found, key=lambda match: match.start())]
