"""The search settings of a site that has `ELASTICSEARCH_URL`."""

from __future__ import annotations

from typing import Any

DATABASE = {"BACKEND": "wagtail.search.backends.database"}


def search_backends(url: str, prefix: str = "test_") -> dict[str, dict[str, Any]]:
    """What `config.settings.base` makes of the address, with a prefix of the test's own."""
    return {
        "database": DATABASE,
        "default": {
            "BACKEND": "search.engine.elasticsearch.FrenchElasticsearchBackend",
            "URLS": [url],
            "INDEX_PREFIX": prefix,
            # A busy machine may take long to make an index; a page never waits for that.
            "TIMEOUT": 30,
        },
    }
