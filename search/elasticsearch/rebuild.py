"""Indices made again from the database, however many rows and whatever node goes away."""

from __future__ import annotations

import datetime as dt
import json
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from modelsearch.index import get_indexed_models

from search.elasticsearch import index as indices
from search.elasticsearch.client import (
    AWAY,
    UNAVAILABLE,
    EngineAwayError,
    EngineBusyError,
    IndexLostError,
    begin_again,
    insist,
)
from search.elasticsearch.index import MAPPING, body_of
from search.models import SearchDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from search.elasticsearch.backend import FrenchElasticsearchBackend

BATCH = 500


def by_key(rows: QuerySet[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Yield `rows` a batch at a time in the order of their keys.

    A row that is deleted meanwhile moves no other one out of its batch, as it would with offsets.
    """
    batch = list(rows.order_by("pk")[:size])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk).order_by("pk")[:size])


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from elasticsearch import Elasticsearch

    # What is done (« index » or « delete » and where), and the body that is written if there is one.
    Action = tuple[dict[str, Any], dict[str, Any] | None]
    # The index, the key and the error.
    Refused = tuple[str, str, str]

# How many requests are on their way while the next one is prepared: the server works on each, and no
# more than so many batches are in memory.
AT_ONCE = 2
CONFLICT, NOT_FOUND = 409, 404
# How long the engine looks for a node that holds the index, and what it says when there is none.
SHARD_PATIENCE, NO_SHARD = "20s", "unavailable_shards_exception"


def write(
    client: Elasticsearch, actions: Iterable[Action], *, require_alias: bool = True, insists: bool = False
) -> Iterator[Refused]:
    """Send index and delete actions; yield (index, id, error) for each that was refused.

    A newer version that is there already is no error, nor is a row or an index that is not there:
    with `require_alias`, Elasticsearch never invents one. With `insists`, an engine that goes away
    meanwhile is asked again.

    Raises:
        TransportError, ApiError: the engine does not answer.
        IndexLostError: with `insists`, no node holds the index any more.
    """
    send = partial(_send, client, require_alias, insists)
    batches = _batches(actions)
    first, second = next(batches, None), next(batches, None)
    if first is None:
        return
    if second is None:
        yield from send(first)
        return
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="elasticsearch-bulk") as pool:
        sent: deque[Future[list[Refused]]] = deque()
        for lines in (first, second):
            sent.append(pool.submit(send, lines))
        for lines in batches:
            yield from sent.popleft().result()
            sent.append(pool.submit(send, lines))
        for answer in sent:
            yield from answer.result()


def _batches(actions: Iterable[Action]) -> Iterator[list[bytes]]:
    rest = iter(actions)
    while batch := list(islice(rest, BATCH)):
        yield [_as_json(part) for action in batch for part in action if part is not None]


def _as_json(part: dict[str, Any]) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"), default=_in_words).encode()


def _in_words(value: Any) -> str:
    """Return what JSON has no form for; Elasticsearch reads dates in ISO 8601 only, with its « T »."""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _send(client: Elasticsearch, require_alias: bool, insists: bool, lines: list[bytes]) -> list[Refused]:
    wait = SHARD_PATIENCE if insists else None
    send = partial(_errors, client, require_alias, lines, wait)
    errors = insist(partial(_unless_away, send)) if insists else send()
    return [(error["_index"], error["_id"], str(error["error"])) for error in errors]


def _unless_away(send: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the errors of `send()`; each write carries its version, so sending it again does no harm."""
    errors = send()
    for error in errors:
        if error["error"]["type"] == NO_SHARD:
            raise IndexLostError(str(error["error"]))
        if error["status"] in AWAY:
            raise EngineBusyError(str(error["error"]))
    return errors


def _errors(
    client: Elasticsearch, require_alias: bool, lines: list[bytes], wait: str | None
) -> list[dict[str, Any]]:
    read = ["items.*.*", "errors"]
    answer = client.bulk(operations=lines, require_alias=require_alias, filter_path=read, timeout=wait)
    if not answer["errors"]:
        return []
    results = [result for item in answer["items"] for result in item.values()]
    return [
        result for result in results if "error" in result and result["status"] not in {CONFLICT, NOT_FOUND}
    ]


class RebuildError(Exception):
    """The engine refused some documents; the index that was there stays in its place."""


def rebuild_documents(backend: FrenchElasticsearchBackend) -> int:
    """Make the index of the documents beside the one that is searched, and put it in its place.

    Returns how many documents were written. Memory does not grow with their number. Once it has
    begun, an engine that goes away is waited for, and an index that is lost with its node made again.

    Raises:
        RebuildError: some documents were refused.
        IndexLostError: the index was lost every time.
        TransportError, ApiError: the engine does not answer.
    """
    return begin_again(partial(_rebuild_documents, backend))


def _rebuild_documents(backend: FrenchElasticsearchBackend) -> int:
    alias = backend.documents_alias
    name = indices.create(backend.es, alias, backend.settings, MAPPING)
    written = 0

    def actions() -> Iterator[Action]:
        nonlocal written
        for action in _every_document(name):
            written += 1
            yield action

    refused = list(write(indices.patient(backend.es), actions(), require_alias=False, insists=True))
    if refused:
        raise RebuildError(f"Elasticsearch refused {len(refused)} documents: {refused[0]}")
    indices.put_in_place(backend.es, alias, name)
    return written


def make_missing_indices(backend: FrenchElasticsearchBackend) -> int:
    """Make the indices that are not there; return how many rows they hold.

    Raises:
        EngineAwayError: the engine does not answer.
    """
    try:
        rows = 0
        if not indices.exists(backend.es, backend.documents_alias):
            rows += rebuild_documents(backend)
        for index, models in rows_by_index(backend).items():
            if not indices.exists(backend.es, index.name):
                rows += rebuild_rows(backend, index, models)
    except (*UNAVAILABLE, IndexLostError) as error:
        raise EngineAwayError(f"{type(error).__name__}: {error}") from error
    return rows


def rows_by_index(backend: FrenchElasticsearchBackend) -> dict[Any, list[Any]]:
    """Return the admin's indices, each with the models whose rows it holds."""
    found: dict[str, tuple[Any, list[Any]]] = {}
    for model in get_indexed_models():
        index = backend.get_index_for_model(model)
        found.setdefault(index.name, (index, []))[1].append(model)
    return dict(found.values())


def rebuild_rows(backend: FrenchElasticsearchBackend, index: Any, models: list[Any]) -> int:
    """Make one of the admin's indices beside the one that is searched, and put it in its place."""
    return begin_again(partial(_rebuild_rows, backend, index, models))


def _rebuild_rows(backend: FrenchElasticsearchBackend, index: Any, models: list[Any]) -> int:
    rebuilder = backend.rebuilder_class(index)
    building, rows = rebuilder.start(), 0
    for model in models:
        for batch in by_key(model.get_indexed_objects()):
            building.add_items(model, batch)
            rows += len(batch)
    rebuilder.finish()
    return rows


def _every_document(index: str) -> Iterator[Action]:
    """Yield the action that writes each document, with the instant before its batch was read."""
    version = indices.now_as_version()
    for batch in by_key(SearchDocument.objects.all()):
        for document in batch:
            yield indices.action(index, str(document.pk), version, body_of(document))
        version = indices.now_as_version()
