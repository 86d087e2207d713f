"""The questions of a registration form, in as few words as the content needs."""

from __future__ import annotations

import uuid
from typing import Any

Block = dict[str, Any]


def ask(kind: str, wording: str, *choices: str | tuple[str, int], **fields: Any) -> Block:
    """A question of the `kind` of a block. A choice is its words, or its words and its places."""
    value: dict[str, Any] = {"wording": wording, **fields}
    if choices:
        value["choices"] = [_choice(wording, one) for one in choices]
    return {"type": kind, "id": _same_each_time(wording), "value": value}


def _choice(wording: str, one: str | tuple[str, int]) -> Block:
    words, places = one if isinstance(one, tuple) else (one, None)
    identity = _same_each_time(f"{wording} {words}")
    return {"type": "item", "id": identity, "value": {"words": words, "places": places}}


def _same_each_time(words: str) -> str:
    """Return an id that does not change when the demo is made again."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, words))
