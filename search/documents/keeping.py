"""Documents are kept as their rows are: made, made again, forgotten."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from search.database import text_index
from search.models import SearchDocument
from search.vocabulary import count_words

from .envelopes import envelopes_of
from .sources import public_keys, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.envelope import Envelope

BATCH = 200

# Sent in the transaction, with `saved` and `deleted`: primary keys of documents. An index that is
# kept elsewhere notes what it has to follow.
documents_changed = Signal()


@dataclass
class Changes:
    """The primary keys of the documents that were written, and of those that are no more."""

    saved: list[int] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)


def refresh(keys: Iterable[str]) -> Changes:
    """Make the documents of `keys` as their rows are now, and return what had changed.

    A row that is gone, or that not everybody may read any more, loses its document. A document that
    says the same as before is not written.
    """
    changes = Changes()
    for batch in _batches(keys):
        with transaction.atomic():
            _refresh_batch(batch, changes)
    return changes


def rebuild() -> Changes:
    """Make every document anew, and forget those that nothing public stands behind."""
    changes = refresh(public_keys())
    kept = set(public_keys())
    for batch in _batches(set(SearchDocument.objects.values_list("key", flat=True)) - kept):
        changes.deleted += forget(batch)
    return changes


def forget(keys: Iterable[str]) -> list[int]:
    """Delete the documents of `keys`, and return their primary keys."""
    with transaction.atomic():
        return _forget(list(SearchDocument.objects.filter(key__in=list(keys))))


def stale_keys() -> Iterator[str]:
    """Yield the keys whose document is missing, differs from its row, or should not be there."""
    seen = set()
    for batch in _batches(public_keys()):
        kept = dict(SearchDocument.objects.filter(key__in=batch).values_list("key", "digest"))
        made = {envelope.key: digest_of(envelope) for envelope in envelopes_of(read_rows(batch))}
        seen.update(made)
        yield from (key for key in batch if kept.get(key) != made.get(key))
    yield from set(SearchDocument.objects.values_list("key", flat=True)) - seen


def digest_of(envelope: Envelope) -> str:
    """Return a digest of all that the document of `envelope` says."""
    body = json.dumps(envelope.as_body(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha1(body.encode(), usedforsecurity=False).hexdigest()


def _refresh_batch(keys: list[str], changes: Changes) -> None:
    # Locked before the rows are read: of two that make the same document, the last one reads last.
    locked = SearchDocument.objects.select_for_update().filter(key__in=keys).order_by("pk")
    kept = {document.key: document for document in locked}
    envelopes = envelopes_of(read_rows(keys))
    changed = []
    for envelope in envelopes:
        before = kept.pop(envelope.key, None)
        digest = digest_of(envelope)
        if before is None or before.digest != digest:
            changed.append((before, envelope, digest))
    saved = _save(changed)
    changes.saved += saved
    changes.deleted += _forget(list(kept.values()))
    if saved:
        _announce(saved=saved)


def _save(changed: list[tuple[SearchDocument | None, Envelope, str]]) -> list[int]:
    old_texts, documents = [], []
    now = timezone.now()
    for before, envelope, digest in changed:
        if before is not None:
            old_texts.append(f"{before.title} {before.text}")
        body = envelope.as_body()
        documents.append(SearchDocument(**body, digest=digest, changed_at=now))
    fields = ["type", "title", "url", "text", "excerpt", "facets", "moments", "digest", "changed_at"]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["key"], update_fields=fields
    )
    count_words(removed=old_texts, added=[f"{document.title} {document.text}" for document in documents])
    # Keys of rows that were updated are not told by every database: read them.
    pks = dict(SearchDocument.objects.filter(key__in=[one.key for one in documents]).values_list("key", "pk"))
    for document in documents:
        document.pk = pks[document.key]
    text_index(connection.vendor).write(documents)
    return list(pks.values())


def _forget(documents: list[SearchDocument]) -> list[int]:
    pks = [document.pk for document in documents]
    if pks:
        count_words(removed=[f"{document.title} {document.text}" for document in documents], added=[])
        text_index(connection.vendor).delete(pks)
        SearchDocument.objects.filter(pk__in=pks).delete()
        _announce(deleted=pks)
    return pks


def _announce(*, saved: list[int] | None = None, deleted: list[int] | None = None) -> None:
    documents_changed.send(sender=SearchDocument, saved=saved or [], deleted=deleted or [])


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch
