"""How Elasticsearch reads French: a word and its forms, with or without accents, are one."""

from __future__ import annotations

from typing import Any

# `default` and `default_search` are the names of the analysers that fields without one take, the
# fields that gather all the texts of a row among them. Accents go last: the stemmer needs them.
_FRENCH = ["french_elision", "lowercase", "french_stop", "french_stemmer", "asciifolding"]

_ELIDED = ["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t"]

INDEX_SETTINGS: dict[str, Any] = {
    "settings": {
        "analysis": {
            "filter": {
                "french_elision": {
                    "type": "elision",
                    "articles_case": True,
                    "articles": _ELIDED,
                },
                "french_stop": {"type": "stop", "stopwords": "_french_"},
                "french_stemmer": {"type": "stemmer", "language": "light_french"},
            },
            "analyzer": {
                "default": {"type": "custom", "tokenizer": "standard", "filter": _FRENCH},
                "default_search": {"type": "custom", "tokenizer": "standard", "filter": _FRENCH},
                "folded": {
                    "type": "custom",
                    "tokenizer": "standard",
                    "filter": ["lowercase", "asciifolding"],
                },
            },
        }
    }
}
