"""The search settings of a site that has `ELASTICSEARCH_URL`."""

from __future__ import annotations

from typing import Any

DATABASE = {"BACKEND": "search.listings"}
# A busy machine may take long to answer a test; a page never waits for that.
PATIENT = {"TIMEOUT": 30}


def search_backends(
    url: str | list[str], prefix: str = "test_", *, patient: bool = True, **options: Any
) -> dict[str, dict[str, Any]]:
    """What `config.settings.base` makes of the address, with a prefix of the test's own."""
    return {
        "database": dict(DATABASE),
        "default": {
            "BACKEND": "search.elasticsearch.backend.FrenchElasticsearchBackend",
            "URLS": [url] if isinstance(url, str) else url,
            "INDEX_PREFIX": prefix,
            **(PATIENT if patient else {}),
            **options,
        },
    }
