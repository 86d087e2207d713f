"""Documents written straight into the database, as if a row stood behind each."""

from __future__ import annotations

import hashlib
import itertools
import json
from typing import Any

from search.changes import note
from search.models import ChangeTarget, SearchDocument

_numbers = itertools.count(1)


def make_document(title: str, text: str = "", **fields: Any) -> SearchDocument:
    """A document that the engine is told of."""
    body = {"type": "test.row", "url": "/", "excerpt": "", "facets": {}, "moments": [], **fields}
    digest = hashlib.sha1(json.dumps([title, text, body]).encode(), usedforsecurity=False).hexdigest()
    document = SearchDocument.objects.create(
        key=f"test.row:{next(_numbers)}", title=title, text=text or title, digest=digest, **body
    )
    note_change(document)
    return document


def moment(start: str | None = None, end: str | None = None, **fields: Any) -> dict[str, Any]:
    """A date (ISO 8601, UTC) or a mere place, with the keys of `search/envelope.py`."""
    left = "yes" if start else None
    known = {"words": "", "place": "", "commune": None, "department": None, "location": None}
    return {"start": start, "end": end or start, "places_left": left, **known, **fields}


def note_change(document: SearchDocument) -> None:
    """Tell the engine that `document` changed, or is no more."""
    note(ChangeTarget.ENGINE, [f"search.searchdocument:{document.pk}"])


def note_deletion(document: SearchDocument) -> None:
    """Delete `document`, and tell the engine."""
    note_change(document)
    SearchDocument.objects.filter(pk=document.pk).delete()
