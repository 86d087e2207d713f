"""Questions of a page, in as few words as a test needs."""

from __future__ import annotations

import json
import uuid
from typing import Any

from workshops.models import WorkshopPage

from .factories import make_page

PERSON = {"name": "Camille Le Goff", "phone": "06 39 98 12 34", "seats": "1"}


def ask(kind: str, wording: str, *, choices: tuple[Any, ...] = (), **fields: Any) -> dict[str, Any]:
    """One block of the stream. A choice is its words, or its words and how many may choose it."""
    value = {"wording": wording, **fields}
    if choices:
        value["choices"] = [_choice(wording, one) for one in choices]
    return {"type": kind, "id": name_of(wording), "value": value}


def name_of(wording: str) -> str:
    """The id of a question, which is the name of its form field."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, wording))


def choice_of(wording: str, words: str) -> str:
    """The id of one choice of a question."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{wording}/{words}"))


def page_that_asks(*blocks: dict[str, Any], **fields: Any) -> WorkshopPage:
    """A published workshop with these questions."""
    return make_page(questions=json.dumps(blocks), **fields)


def _choice(wording: str, one: Any) -> dict[str, Any]:
    words, places = one if isinstance(one, tuple) else (one, None)
    value = {"words": words, "places": places}
    return {"type": "item", "id": choice_of(wording, words), "value": value}
