"""An organisation's own words in a message: a subject, an opening, a closing.

What people need (the date, the place, the links) is written by the plugin and always follows: no text
of an editor can leave it out. Words in braces stand for what the plugin allows, and for nothing else: they
are looked up in a list, never evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .models import MessageText
from .renderers import get_renderers

if TYPE_CHECKING:
    from maillage.places.models import Organization

VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """What an organisation says; empty where it leaves the plugin's own words."""

    subject: str = ""
    opening: str = ""
    closing: str = ""


def variables_of(kind: str) -> Mapping[str, str]:
    """Return the names that a text of `kind` may hold in braces, with what each stands for."""
    return getattr(get_renderers().get(kind), "variables", None) or {}


def editable_kinds() -> dict[str, str]:
    """Return the kinds of messages that organisations may put in their own words, with their names."""
    renderers = get_renderers().items()
    return {kind: str(each.label) for kind, each in renderers if getattr(each, "variables", None)}


def unknown_variables(text: str, kind: str) -> list[str]:
    """Return the words in braces of `text` that stand for nothing in `kind`, in order, each once."""
    known = variables_of(kind)
    return list(dict.fromkeys(name for name in VARIABLE.findall(text) if name not in known))


def words_for(organization: Organization, kind: str, values: Mapping[str, str]) -> Words:
    """Return what `organization` says in a message of `kind`, its variables replaced by `values`.

    A name without a value stays as it was typed: the message leaves all the same.
    """
    row = MessageText.objects.filter(organization=organization, kind=kind).first()
    if row is None:
        return Words()
    return Words(*(fill(text, values) for text in (row.subject, row.opening, row.closing)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with the words in braces that `values` knows replaced; a value is not read again."""
    return VARIABLE.sub(lambda found: str(values.get(found[1], found[0])), text)
