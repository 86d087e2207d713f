"""Thousands of writes, sent while the next ones are read."""

from __future__ import annotations

import datetime as dt
import json
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from .client import AWAY
from .errors import IndexLostError
from .insisting import EngineBusyError, insist
from .reading import BATCH

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
