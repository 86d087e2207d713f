"""A reference spelt for the phone: « K comme Kléber »."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

# The letters of `codes.ALPHABET`, each with a word that everybody knows in the reader's language.
WORDS = {
    "A": pgettext_lazy("spelling", "A as in Anna"),
    "B": pgettext_lazy("spelling", "B as in Bernard"),
    "C": pgettext_lazy("spelling", "C as in Charlie"),
    "D": pgettext_lazy("spelling", "D as in David"),
    "E": pgettext_lazy("spelling", "E as in Edward"),
    "F": pgettext_lazy("spelling", "F as in Frank"),
    "G": pgettext_lazy("spelling", "G as in George"),
    "H": pgettext_lazy("spelling", "H as in Harry"),
    "J": pgettext_lazy("spelling", "J as in Jack"),
    "K": pgettext_lazy("spelling", "K as in Kate"),
    "M": pgettext_lazy("spelling", "M as in Mary"),
    "N": pgettext_lazy("spelling", "N as in Nicholas"),
    "P": pgettext_lazy("spelling", "P as in Peter"),
    "Q": pgettext_lazy("spelling", "Q as in Queen"),
    "R": pgettext_lazy("spelling", "R as in Robert"),
    "S": pgettext_lazy("spelling", "S as in Susan"),
    "T": pgettext_lazy("spelling", "T as in Tom"),
    "V": pgettext_lazy("spelling", "V as in Victor"),
    "W": pgettext_lazy("spelling", "W as in William"),
    "X": pgettext_lazy("spelling", "X as in X-ray"),
    "Y": pgettext_lazy("spelling", "Y as in Yellow"),
    "Z": pgettext_lazy("spelling", "Z as in Zoe"),
}


def spelt(reference: str) -> list[str]:
    """Return each sign of `reference` as it is said: « K comme Kléber », « 7 »."""
    return [str(WORDS.get(sign, sign)) for sign in reference]
