"""What runs inside the site for the rows of the search engine."""

from __future__ import annotations

import http.client
import json
import resource
import statistics
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend

from search.elasticsearch import current, query
from search.elasticsearch.index import MAPPING, body_of
from search.elasticsearch.query import READ
from search.elasticsearch.rebuild import BATCH
from search.models import SearchDocument
from search.query import Asked, understand
from tests.benchmarks.rows import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable

# Seconds that a measure waits for an answer.
PATIENCE = 60
# What the page is asked, by what it is.
SEARCHES = {
    "a search with its facets": urlencode({"q": "réparation téléphone"}),
    "a narrowed search near Redon": urlencode({"q": "photos", "near": "Redon", "activity": "workshop"}),
}


def rebuild_once() -> dict[str, float]:
    """Rebuild the documents, and return the most memory that this process used."""
    _backend().rebuild_documents()
    return {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def rebuild(rounds: int) -> tuple[float, float]:
    """Return documents a second: our rebuild, and a raw bulk of the same bodies made beforehand."""
    backend = _backend()
    bodies = [body_of(document) for document in SearchDocument.objects.iterator()]

    def ours() -> float:
        return _rate(backend.rebuild_documents, len(bodies))

    def raw() -> float:
        name = f"{backend.index_prefix}raw"
        engine = _patient(backend)
        engine.indices.create(index=name, mappings=MAPPING, **backend.settings)
        rate = _rate(lambda: _raw_bulk(engine, name, bodies), len(bodies))
        engine.indices.delete(index=name)
        return rate

    measured = in_turns(ours, raw, rounds=rounds)
    return measured[0], measured[1]


def questions(rounds: int) -> dict[str, Any]:
    """Return milliseconds of each search (our engine, our page, the same JSON), and of a completion."""
    # A slow answer is measured: it is not left to the database, as a visitor's would be after a second.
    settings.WAGTAILSEARCH_BACKENDS["default"]["TIMEOUT"] = PATIENCE
    client, raw = Client(), RawClient()
    found: dict[str, Any] = {"searches": {}, "queries": 0}
    for name, asked in SEARCHES.items():
        path = f"/recherche/?{asked}"
        found["queries"] = max(found["queries"], _queries(client, path))
        found["searches"][name] = _search(
            client, raw, path, understand(Asked(QueryDict(asked)).query()), rounds
        )
    words = ["photos", "ordi"]
    lines = raw.lines([query.completion_body(words, 8)])
    found["completion"] = in_turns(
        lambda: _milliseconds(lambda: current().complete(words, 8)),
        lambda: _milliseconds(lambda: raw.post(lines)),
        rounds=rounds,
    )
    return found


def _search(client: Client, raw: RawClient, path: str, understood: Any, rounds: int) -> list[float]:
    question = understood.question
    lines = raw.lines([query.search_body(question, match) for match in query.matches_of(question)])
    return in_turns(
        lambda: _milliseconds(lambda: current().run(question)),
        lambda: _milliseconds(lambda: client.get(path)),
        lambda: _milliseconds(lambda: raw.post(lines)),
        rounds=rounds,
    )


class RawClient:
    """A connection to Elasticsearch that knows nothing but HTTP and JSON."""

    def __init__(self) -> None:
        backend = _backend()
        address = urlsplit(settings.WAGTAILSEARCH_BACKENDS["default"]["URLS"][0])
        self.header = {"index": backend.documents_alias, "allow_partial_search_results": False}
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE)

    def lines(self, bodies: list[dict[str, Any]]) -> bytes:
        """Return the text of a request for `bodies`."""
        return "".join(f"{json.dumps(self.header)}\n{json.dumps(one)}\n" for one in bodies).encode()

    def post(self, lines: bytes) -> Any:
        """Send it and read what comes back."""
        path = f"/_msearch?filter_path={','.join(READ)}"
        self.connection.request("POST", path, lines, {"Content-Type": "application/x-ndjson"})
        return json.loads(self.connection.getresponse().read())


def hung() -> tuple[float, float]:
    """Return milliseconds of the first page while the engine hangs, and of those that follow."""
    client = Client()
    # The site has been running for a while: its templates are read.
    client.get("/recherche/")
    times = [_milliseconds(lambda: client.get("/recherche/?q=écouteurs+fablab")) for _visit in range(12)]
    return times[0], statistics.median(times[1:])


def remove() -> None:
    """Remove every index of this benchmark."""
    backend = _backend()
    engine = _patient(backend)
    for index in engine.indices.get(index=f"{backend.index_prefix}*"):
        engine.indices.delete(index=index)


def _backend() -> Any:
    return get_search_backend("default")


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def _patient(backend: Any) -> Any:
    """The engine's own client, with more time for each answer: a measure may wait where a visitor may not."""
    return backend.es.options(request_timeout=PATIENCE)


def _raw_bulk(engine: Any, index: str, bodies: list[dict[str, Any]]) -> None:
    for first in range(0, len(bodies), BATCH):
        lines = []
        for one in bodies[first : first + BATCH]:
            lines += [{"index": {"_index": index, "_id": str(one["pk"])}}, one]
        engine.bulk(operations=lines)
    engine.indices.refresh(index=index)


def _rate(act: Callable[[], Any], number: int) -> float:
    return number / (_milliseconds(act) / 1_000)


def _milliseconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1_000
