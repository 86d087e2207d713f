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
from search.documents.making import envelopes_of, public_keys, read_rows
from search.models import SearchDocument
from search.text import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.envelope import Envelope


BATCH = 200
_EVERYTHING = ["type", "title", "url", "text", "excerpt", "facets", "moments", "digest", "changed_at"]

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


def keep(envelopes: Iterable[Envelope]) -> list[int]:
    """Write the documents of `envelopes` that say something new; return their primary keys.

    `refresh()` is what a site calls: nothing here asks whether everybody may read what is written.
    """
    made = {envelope.key: (envelope, digest_of(envelope)) for envelope in envelopes}
    kept = {one.key: one for one in SearchDocument.objects.filter(key__in=made)}
    changed = [
        (envelope, digest)
        for key, (envelope, digest) in made.items()
        if key not in kept or kept[key].digest != digest
    ]
    if not changed:
        return []
    with transaction.atomic():
        count_words(
            removed=[_words_of(kept[envelope.key]) for envelope, _digest in changed if envelope.key in kept],
            added=[f"{envelope.title} {envelope.text}" for envelope, _digest in changed],
        )
        saved = _write(changed)
        _announce(saved=saved)
    return saved


def _refresh_batch(keys: list[str], changes: Changes) -> None:
    envelopes = envelopes_of(read_rows(keys))
    changes.saved += keep(envelopes)
    gone = set(keys) - {envelope.key for envelope in envelopes}
    changes.deleted += _forget(list(SearchDocument.objects.filter(key__in=gone)))


def _write(changed: list[tuple[Envelope, str]]) -> list[int]:
    now = timezone.now()
    documents = [
        SearchDocument(**envelope.as_body(), digest=digest, changed_at=now) for envelope, digest in changed
    ]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["key"], update_fields=_EVERYTHING
    )
    # The keys of rows that were there already are not told by every database.
    kept = SearchDocument.objects.filter(key__in=[document.key for document in documents])
    pks = dict(kept.values_list("key", "pk"))
    for document in documents:
        document.pk = pks[document.key]
    text_index(connection.vendor).write(documents)
    return list(pks.values())


def _words_of(document: SearchDocument) -> str:
    return f"{document.title} {document.text}"


def _forget(documents: list[SearchDocument]) -> list[int]:
    pks = [document.pk for document in documents]
    if pks:
        count_words(removed=map(_words_of, documents), added=[])
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
