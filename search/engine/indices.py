"""The life of an index behind its alias: made beside the old one, written, put in its place."""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.crypto import get_random_string
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk
from modelsearch.utils import deep_update

from .client import AWAY, REBUILD_PATIENCE
from .reading import BATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# The alias of an index that is being made: what changes meanwhile is written there too.
BUILDING = "_building"
BULK_BYTES = 5_000_000
CONFLICT, NOT_FOUND = 409, 404


def now_as_version() -> int:
    """Return the present in microseconds, on the database's clock where it has one.

    Each write carries the instant before its row was read, so that what was read later wins,
    whatever comes first to the engine.
    """
    if connection.vendor != "postgresql":
        return time.time_ns() // 1_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return int(cursor.fetchone()[0])


def patient(client: Elasticsearch) -> Elasticsearch:
    """Return `client` with the patience that thousands of rows need; another node may take over."""
    return client.options(
        request_timeout=REBUILD_PATIENCE, max_retries=3, retry_on_timeout=True, retry_on_status=sorted(AWAY)
    )


def exists(client: Elasticsearch, alias: str) -> bool:
    """Say whether something can be searched under `alias`."""
    return bool(client.indices.exists_alias(name=alias))


def create(client: Elasticsearch, alias: str, settings: dict[str, Any], mapping: dict[str, Any]) -> str:
    """Make an empty index beside what `alias` names, and return its name.

    What an earlier attempt left unfinished is removed.
    """
    client = patient(client)
    for orphan in _names(client, f"{alias}{BUILDING}"):
        client.indices.delete(index=orphan, ignore_unavailable=True)
    name = f"{alias}_{get_random_string(7).lower()}"
    # Nobody searches it yet.
    settings = deep_update(deepcopy(settings), {"settings": {"index": {"refresh_interval": "-1"}}})
    client.indices.create(index=name, mappings=mapping, aliases={f"{alias}{BUILDING}": {}}, **settings)
    return name


def put_in_place(client: Elasticsearch, alias: str, name: str) -> None:
    """Have `alias` name the index `name` in one step, and remove what it named before."""
    client = patient(client)
    client.indices.put_settings(index=name, settings={"index": {"refresh_interval": None}})
    client.indices.refresh(index=name)
    old = [{"remove_index": {"index": one}} for one in _names(client, alias) if one != name]
    if not old and client.indices.exists(index=alias):
        # An index of that very name, made by no rebuild: the alias takes its place.
        old = [{"remove_index": {"index": alias}}]
    added = {"add": {"index": name, "alias": alias}}
    finished = {"remove": {"index": name, "alias": f"{alias}{BUILDING}"}}
    client.indices.update_aliases(actions=[*old, added, finished])


@dataclass(frozen=True)
class Targets:
    """Where a row is written: under the alias, and in the index that is being made if there is one."""

    alias: str
    exists: bool
    building: str | None

    def actions(self, key: str, version: int, body: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
        """Yield the bulk actions that write `body` under `key`, or delete `key` when there is none."""
        shared = {"_id": key, "version": version, "version_type": "external_gte"}
        if body is not None:
            names = [self.alias, f"{self.alias}{BUILDING}"] if self.building else [self.alias]
            yield from ({**shared, "_index": name, "_source": body} for name in names)
            return
        # A deletion that carries a version would make an index of that name: only to one that is there.
        names = [name for name in (self.alias if self.exists else None, self.building) if name]
        yield from ({**shared, "_index": name, "_op_type": "delete"} for name in names)


def targets(client: Elasticsearch, aliases: Sequence[str]) -> dict[str, Targets]:
    """Return where the rows of each of `aliases` are written now."""
    indices = dict(client.indices.get(index=[f"{alias}_*" for alias in aliases], features="aliases"))
    named = {alias: index for index, answer in indices.items() for alias in answer["aliases"]}
    return {
        alias: Targets(alias=alias, exists=alias in named, building=named.get(f"{alias}{BUILDING}"))
        for alias in aliases
    }


def write(
    client: Elasticsearch, actions: Iterable[dict[str, Any]], *, require_alias: bool = True
) -> Iterator[tuple[str, str, str]]:
    """Send index and delete actions; yield (index, id, error) for each that was refused.

    A newer version that is there already is no error, nor is a row or an index that is not there:
    with `require_alias`, Elasticsearch never invents one.
    """
    sent = streaming_bulk(
        client,
        actions,
        chunk_size=BATCH,
        max_chunk_bytes=BULK_BYTES,
        raise_on_error=False,
        require_alias=require_alias,
    )
    for accepted, result in sent:
        (answer,) = result.values()
        if not accepted and answer["status"] not in {CONFLICT, NOT_FOUND}:
            yield answer["_index"], answer["_id"], str(answer.get("error", answer["status"]))


def _names(client: Elasticsearch, alias: str) -> list[str]:
    try:
        return list(dict(client.indices.get_alias(name=alias)))
    except NotFoundError:
        return []
