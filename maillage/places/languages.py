"""The languages of the country that a passage of a text can be marked with, beside French.

Gallo has no code of its own in ISO 639: it stands as a private use of French (RFC 5646, 2.2.7), which every
reader falls back from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Language:
    """A language that editors can mark. `tag` is that of BCP 47, `label` what the button shows."""

    feature: str
    tag: str
    label: str
    description: Any


LANGUAGES = (
    Language("breton", "br", "BR", _("Passage in Breton")),
    Language("gallo", "fr-x-gallo", "GA", _("Passage in Gallo")),
    Language("occitan", "oc", "OC", _("Passage in Occitan")),
)
# What a rich text names among its `features` to have the buttons.
LANGUAGE_FEATURES = [language.feature for language in LANGUAGES]
