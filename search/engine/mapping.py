"""The index of the documents: every field is named here, none is invented by what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.models import SearchDocument

NAME = "documents"

_KEPT_ONLY = {"type": "keyword", "index": False, "doc_values": False}
_WORDS = {"type": "text", "analyzer": "folded"}
_BEGINNINGS = {"type": "text", "analyzer": "edgengram_analyzer", "search_analyzer": "folded"}

MAPPING: dict[str, Any] = {
    "dynamic": False,
    "dynamic_templates": [
        {"facets": {"path_match": "facets.*", "mapping": {"type": "keyword", "ignore_above": 256}}}
    ],
    "properties": {
        "pk": {"type": "long"},
        "key": {"type": "keyword"},
        "digest": {"type": "keyword", "index": False},
        "type": {"type": "keyword"},
        "title": {"type": "text", "fields": {"words": _WORDS, "beginnings": _BEGINNINGS}},
        "text": {"type": "text", "fields": {"words": _WORDS}},
        "url": _KEPT_ONLY,
        "excerpt": _KEPT_ONLY,
        # Plugins name the facets: each is a keyword, by the template above.
        "facets": {"type": "object", "dynamic": True},
        "moments": {
            "type": "nested",
            "dynamic": False,
            "properties": {
                "start": {"type": "date"},
                "end": {"type": "date"},
                "words": _KEPT_ONLY,
                "place": _KEPT_ONLY,
                "commune": {"type": "keyword"},
                "department": {"type": "keyword"},
                "places_left": {"type": "keyword"},
                "location": {"type": "geo_point"},
            },
        },
    },
}


def body_of(document: SearchDocument) -> dict[str, Any]:
    """Return the JSON body that the index keeps of `document`."""
    return {"pk": document.pk, **document.as_body()}
