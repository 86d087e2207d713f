"""Thousands of writes, sent while the next ones are read."""

from __future__ import annotations

import datetime as dt
import json
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

from .reading import BATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from elasticsearch import Elasticsearch

    # What is done (« index » or « delete » and where), and the body that is written if there is one.
    Action = tuple[dict[str, Any], dict[str, Any] | None]

# How many requests are on their way while the next one is prepared: the server works on each, and no
# more than so many batches are in memory.
AT_ONCE = 2
CONFLICT, NOT_FOUND = 409, 404


def write(
    client: Elasticsearch, actions: Iterable[Action], *, require_alias: bool = True
) -> Iterator[tuple[str, str, str]]:
    """Send index and delete actions; yield (index, id, error) for each that was refused.

    A newer version that is there already is no error, nor is a row or an index that is not there:
    with `require_alias`, Elasticsearch never invents one.

    Raises:
        TransportError, ApiError: the engine does not answer.
    """
    batches = _batches(actions)
    first, second = next(batches, None), next(batches, None)
    if first is None:
        return
    if second is None:
        yield from _send(client, first, require_alias)
        return
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="elasticsearch-bulk") as pool:
        sent: deque[Future[list[tuple[str, str, str]]]] = deque()
        for lines in (first, second):
            sent.append(pool.submit(_send, client, lines, require_alias))
        for lines in batches:
            yield from sent.popleft().result()
            sent.append(pool.submit(_send, client, lines, require_alias))
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


def _send(client: Elasticsearch, lines: list[bytes], require_alias: bool) -> list[tuple[str, str, str]]:
    answer = client.bulk(operations=lines, require_alias=require_alias, filter_path=["items.*.*", "errors"])
    if not answer["errors"]:
        return []
    results = [result for item in answer["items"] for result in item.values()]
    return [
        (result["_index"], result["_id"], str(result["error"]))
        for result in results
        if "error" in result and result["status"] not in {CONFLICT, NOT_FOUND}
    ]
