"""The French texts that a new site begins with. They are content: editors change them afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

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


def is_unfinished(purpose: str, body: StreamValue) -> bool:
    """Tell whether the page of `purpose` still holds a notice of its starting text: complete me first."""
    content = json.loads((FOLDER / f"{purpose}.json").read_text(encoding="utf-8"))
    notices = {block["value"]["title"] for block in content["body"] if block["type"] == "notice"}
    return any(block.block_type == "notice" and block.value["title"] in notices for block in body)


def _fill(content: Any, facts: dict[str, str]) -> Any:
    if isinstance(content, str):
        return Template(content).substitute(facts)
    if isinstance(content, list):
        return [_fill(item, facts) for item in content]
    return {key: _fill(value, facts) for key, value in content.items()}
