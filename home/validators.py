"""What the words of a link must say."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

# A screen reader lists the links of a page without the sentences around them: these say nothing.
VAGUE_WORDS = frozenset(
    {
        "ici",
        "cliquer ici",
        "cliquez ici",
        "clic",
        "en savoir plus",
        "savoir plus",
        "lire la suite",
        "la suite",
        "lien",
        "ce lien",
        "plus",
        "plus d'infos",
        "voir",
        "voir plus",
    }
)
LINK_PATTERN = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)


def validate_link_words(words: str) -> None:
    """Refuse a link whose words do not say where it leads.

    Raises:
        ValidationError: with the sentence that editors read.
    """
    if _plain(words) in VAGUE_WORDS or not _plain(words):
        raise ValidationError(
            _("“%(words)s” does not say where the link leads. For example: see the dates of the workshop."),
            params={"words": words},
            code="vague_link",
        )


def validate_links_of_html(html: str) -> None:
    """Check the words of every link in `html`.

    Raises:
        ValidationError: for the first link whose words say nothing.
    """
    for match in LINK_PATTERN.finditer(html):
        validate_link_words(strip_tags(match.group(1)))


def _plain(words: str) -> str:
    """Return `words` in small letters, without punctuation at the ends nor special spaces."""
    text = unicodedata.normalize("NFKC", words).replace("’", "'").lower()
    return " ".join(text.split()).strip(" .…!:>»→")
