"""What a free text should not hold: a password, a name, an address."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from repair.categories import Category

# What people write about a password that they do not give.
_GONE = (
    r"(?:oubli|perd|inconnu|chang|modifi|effac|enlev|supprim|retir|demand|bloqu|refus|incorrect|faux|vide"
    r"|inutile|aucun|sans|forgot|lost|unknown)"
)
_SMALL = r"(?:non|pas|plus|ne|n[’']|à|a|au|du|de|des|et|ou|que|qui|pour|par|avec|sur|dans|en|not)\b"
_NAMES = (
    r"(?:mots?\s+de\s+passe|m\.?d\.?p\b\.?|pass\s?-?words?|pwd|passe\b|schéma\s+de\s+déverrouillage"
    r"|(?:code\s+)?pin\b|code\s+(?:de\s+)?(?:session|(?:dé)?verrouillage|secret|windows|utilisateur|d[’']accès))"
)
# « mot de passe de la session : »: a few words may stand before the sign.
_BETWEEN = rf"(?:\s+(?!{_GONE})[\w’'-]+){{0,5}}"
_NOT_SAID = rf"(?!\s*(?:{_GONE}|{_SMALL}))"
_VALUE = r"\s*[«\"“]?\s*\S+"
_PATTERNS = (
    # « mot de passe : soleil », « mdp = x »: whatever comes after the sign.
    re.compile(rf"\b{_NAMES}{_BETWEEN}\s*(?::|=|->|→){_NOT_SAID}{_VALUE}", re.IGNORECASE),
    # « le mot de passe est soleil ».
    re.compile(rf"\b{_NAMES}\s+(?:est|c[’']est){_NOT_SAID}\s{_VALUE}", re.IGNORECASE),
    # « mdp azerty12 »: without a sign, only what looks like a secret.
    re.compile(rf"\b{_NAMES}\s+(?=\S*[\d@#$%&*_+])\S{{4,}}", re.IGNORECASE),
    # « mot de passe « soleil » ».
    re.compile(rf"\b{_NAMES}\s*[«\"“]\s*\S+", re.IGNORECASE),
)
_CODE = re.compile(r"\b(?:code|pin|déverrouillage)\b\s*:?\s*(?:est\s+)?\d{4,8}\b", re.IGNORECASE)


def passwords_in(text: str, category: int | None = None) -> list[str]:
    """Return the parts of `text` that look like a secret, in the order of the text.

    `category` is the number of the object's kind; None, when nobody knows it, is taken for a computer.
    """
    patterns = [*_PATTERNS]
    if category is None or Category(category).may_hold_data:
        patterns.append(_CODE)
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    return [match.group().strip() for match in sorted(found, key=lambda match: match.start())]


def refuse_passwords(text: str, category: int | None = None) -> None:
    """Raise ValidationError, with the reason, when `text` holds what looks like a secret."""
    found = passwords_in(text, category)
    if found:
        raise ValidationError(
            _(
                "This looks like a password: “%(words)s”. Take it out: several people read this sheet, and it"
                " is printed. The owner types their password themselves, and changes it afterwards."
            ),
            code="password",
            params={"words": found[0]},
        )


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
