"""The documents: one for each public page or row, made from its envelope, for every engine at once.

`refresh(keys)` brings some up to date, `rebuild()` all of them, `stale_keys()` says which are not.
A key is « page:12 » or « places.place:4 »: `key_of(row)`.
"""

from search.documents.keeping import Changes, documents_changed, forget, keep, rebuild, refresh, stale_keys
from search.documents.making import PAGE, declared_models, key_of, keys_of, public_keys

__all__ = [
    "PAGE",
    "Changes",
    "declared_models",
    "documents_changed",
    "forget",
    "keep",
    "key_of",
    "keys_of",
    "public_keys",
    "rebuild",
    "refresh",
    "stale_keys",
]
