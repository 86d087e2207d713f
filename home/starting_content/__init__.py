"""The French texts that a new site begins with. They are content: editors change them afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Any

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class StartingPage:
    """A page to create: `body` is the raw value of a `BodyBlock` stream."""

    title: str
    slug: str
    introduction: str
    body: list[dict[str, Any]]


def starting_page(purpose: str, facts: dict[str, str]) -> StartingPage:
    """Return the page of `purpose` (a `PagePurpose` value) with `facts` in the place of its $names.

    Raises `KeyError` when the text asks for a fact that is not given.
    """
    content = json.loads((FOLDER / f"{purpose}.json").read_text(encoding="utf-8"))
    return StartingPage(**_fill(content, {name: escape(fact) for name, fact in facts.items()}))


def _fill(content: Any, facts: dict[str, str]) -> Any:
    if isinstance(content, str):
        return Template(content).substitute(facts)
    if isinstance(content, list):
        return [_fill(item, facts) for item in content]
    return {key: _fill(value, facts) for key, value in content.items()}
