"""The index of the documents: how French is read, its fields, its life behind its alias."""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.crypto import get_random_string
from elasticsearch import Elasticsearch, NotFoundError
from modelsearch.utils import deep_update

from search.elasticsearch.client import REBUILD_PATIENCE, IndexLostError, insist

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.elasticsearch.rebuild import Action
    from search.models import SearchDocument

# Accents go last: the stemmer needs them.
_FRENCH = ["french_elision", "lowercase", "french_stop", "french_stemmer", "asciifolding"]
_WORDS = ["french_elision", "lowercase", "asciifolding"]

_ELIDED = ["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t"]


def _analyzer(filters: list[str]) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "standard", "filter": filters}


INDEX_SETTINGS: dict[str, Any] = {
    "settings": {
        "analysis": {
            "filter": {
                "french_elision": {"type": "elision", "articles_case": True, "articles": _ELIDED},
                "french_stop": {"type": "stop", "stopwords": "_french_"},
                "french_stemmer": {"type": "stemmer", "language": "light_french"},
            },
            "analyzer": {
                # `default` and `default_search` are the names of the analysers that fields without
                # one take, the fields that gather all the texts of a row among them.
                "default": _analyzer(_FRENCH),
                "default_search": _analyzer(_FRENCH),
                # Whole words, for phrases, spellings and what is being typed.
                "folded": _analyzer(_WORDS),
            },
        },
        "index": {
            # A deleted row is remembered for longer than a rebuild holds what it has read.
            "gc_deletes": "10m",
        },
    }
}

NAME = "documents"

_KEPT_ONLY = {"type": "keyword", "index": False, "doc_values": False}
_WORD_FIELD = {"type": "text", "analyzer": "folded"}
_BEGINNINGS = {"type": "text", "analyzer": "edgengram_analyzer", "search_analyzer": "folded"}

MAPPING: dict[str, Any] = {
    "dynamic": False,
    "dynamic_templates": [
        {"facets": {"path_match": "facets.*", "mapping": {"type": "keyword", "ignore_above": 256}}}
    ],
    "properties": {
        "pk": {"type": "long"},
        "key": {"type": "keyword"},
        "digest": {"type": "keyword", "index": False},
        "type": {"type": "keyword"},
        "title": {"type": "text", "fields": {"words": _WORD_FIELD, "beginnings": _BEGINNINGS}},
        "text": {"type": "text", "fields": {"words": _WORD_FIELD}},
        "url": _KEPT_ONLY,
        "excerpt": _KEPT_ONLY,
        # Plugins name the facets: each is a keyword, by the template above.
        "facets": {"type": "object", "dynamic": True},
        "moments": {
            "type": "nested",
            "dynamic": False,
            "properties": {
                "start": {"type": "date"},
                "end": {"type": "date"},
                "words": _KEPT_ONLY,
                "place": _KEPT_ONLY,
                "commune": {"type": "keyword"},
                "department": {"type": "keyword"},
                "places_left": {"type": "keyword"},
                "location": {"type": "geo_point"},
            },
        },
    },
}


def body_of(document: SearchDocument) -> dict[str, Any]:
    """Return the JSON body that the index keeps of `document`."""
    return {"pk": document.pk, **document.as_body()}


# The alias of an index that is being made: what changes meanwhile is written there too.
BUILDING = "_building"
# How long the copies of an index are waited for, and the status of the answer when that was not enough.
COPY_PATIENCE, TOO_LONG = "30s", 408


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
    """Return `client` with the patience that thousands of rows need."""
    return client.options(request_timeout=REBUILD_PATIENCE)


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
    """Have `alias` name the index `name` in one step, and remove what it named before.

    It has its copies by then: the next node that dies does not take it away. An engine that goes away
    meanwhile is asked again.

    Raises:
        IndexLostError: no node holds `name` any more.
    """
    insist(partial(_put_in_place, patient(client), alias, name))


def _put_in_place(client: Elasticsearch, alias: str, name: str) -> None:
    if _is_lost(client, name):
        raise IndexLostError(name)
    client.indices.put_settings(index=name, settings={"index": {"refresh_interval": None}})
    client.indices.refresh(index=name)
    before = _names(client, alias)
    if name in before:
        # The step was taken, and the answer lost.
        return
    old = [{"remove_index": {"index": one}} for one in before]
    if not old and client.indices.exists(index=alias):
        # An index of that very name, made by no rebuild: the alias takes its place.
        old = [{"remove_index": {"index": alias}}]
    added = {"add": {"index": name, "alias": alias}}
    finished = {"remove": {"index": name, "alias": f"{alias}{BUILDING}"}}
    client.indices.update_aliases(actions=[*old, added, finished])


def _is_lost(client: Elasticsearch, name: str) -> bool:
    """Wait for the copies that are on their way to a node, then say whether no node holds `name`."""
    health = client.options(ignore_status=TOO_LONG).cluster.health(
        index=name, wait_for_status="yellow", wait_for_no_initializing_shards=True, timeout=COPY_PATIENCE
    )
    return bool(health["status"] == "red")


def action(index: str, key: str, version: int, body: dict[str, Any] | None) -> Action:
    """Return the bulk action that writes `body` under `key`, or deletes `key` when there is none.

    What is there with a higher version stays.
    """
    where = {"_index": index, "_id": key, "version": version, "version_type": "external_gte"}
    return {"delete" if body is None else "index": where}, body


@dataclass(frozen=True)
class Targets:
    """Where a row is written: under the alias, and in the index that is being made if there is one."""

    alias: str
    exists: bool
    building: str | None

    def actions(self, key: str, version: int, body: dict[str, Any] | None) -> Iterator[Action]:
        """Yield the bulk actions that write `body` under `key`, or delete `key` when there is none."""
        if body is not None:
            names = [self.alias, f"{self.alias}{BUILDING}"] if self.building else [self.alias]
        else:
            # A deletion that carries a version would make an index of that name: only to one that is there.
            names = [name for name in (self.alias if self.exists else None, self.building) if name]
        for name in names:
            yield action(name, key, version, body)


def targets(client: Elasticsearch, aliases: Sequence[str]) -> dict[str, Targets]:
    """Return where the rows of each of `aliases` are written now."""
    indices = dict(client.indices.get(index=[f"{alias}_*" for alias in aliases], features="aliases"))
    named = {alias: index for index, answer in indices.items() for alias in answer["aliases"]}
    return {
        alias: Targets(alias=alias, exists=alias in named, building=named.get(f"{alias}{BUILDING}"))
        for alias in aliases
    }


def _names(client: Elasticsearch, alias: str) -> list[str]:
    try:
        return list(dict(client.indices.get_alias(name=alias)))
    except NotFoundError:
        return []
