"""How Elasticsearch reads French: a word and its forms, with or without accents, are one."""

from __future__ import annotations

from typing import Any

# Accents go last: the stemmer needs them.
_FRENCH = ["french_elision", "lowercase", "french_stop", "french_stemmer", "asciifolding"]
_WORDS = ["french_elision", "lowercase", "asciifolding"]

_ELIDED = ["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t"]


def _analyzer(filters: list[str]) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "filter": filters}


INDEX_SETTINGS: dict[str, Any] = {
    "settings": {
        "analysis": {
            "filter": {
                "french_elision": {"type": "elision", "articles_case": True, "articles": _ELIDED},
                "french_stop": {"type": "stop", "stopwords": "_french_"},
                "french_stemmer": {"type": "stemmer", "language": "light_french"},
            },
            "analyzer": {
                # `default` and `default_search` are the names of the analysers that fields without
                # one take, the fields that gather all the texts of a row among them.
                "default": _analyzer(_FRENCH),
                "default_search": _analyzer(_FRENCH),
                # Whole words, for phrases, spellings and what is being typed.
                "folded": _analyzer(_WORDS),
            },
        },
        "index": {
            # A deleted row is remembered for longer than a rebuild holds what it has read.
            "gc_deletes": "10m",
        },
    }
}
