"""As in production: a password, TLS, two nodes, a replica. One is killed, both hang; nothing is lost."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import deepcopy
from functools import partial
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from modelsearch.utils import deep_update
from wagtail.models import Page

from search.changes import note, settle
from search.contract import SearchQuery
from search.elasticsearch import client, current
from search.elasticsearch import rebuild as rebuilding
from search.elasticsearch.backend import FrenchElasticsearchBackend
from search.models import ChangeTarget, SearchDocument
from search.query import search
from search.status import status
from tests.search.asking import problem_with
from tests.search.corpus import make_corpus
from tests.search.engine.conftest import default_backend, make_empty_indices
from tests.search.engine.documents import make_document
from tests.search.engine.seeing import ask, seen, titles
from tests.search.engine.settings import search_backends
from tests.search.factories import make_text_page
from tests.search.queries import CASES, Case
from tests.support.elastic_cluster import is_whole

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.elasticsearch,
    pytest.mark.slow,
    pytest.mark.cluster,
    pytest.mark.xdist_group("elasticsearch_cluster"),
]

# A few seconds: nodes that share two processors with the rest of the suite.
PATIENCE, WITHIN_SECONDS = 5, 300
# What people search meanwhile, each a kind.
SEARCHED = ["plain words", "accents", "synonyms", "typos"]


@pytest.fixture(scope="module")
def backends(elastic_cluster: Any) -> dict[str, Any]:
    """The settings of a site on the cluster."""
    ca = {"ca_certs": str(elastic_cluster.certificate)}
    replica = {"settings": {"index": {"number_of_replicas": 1}}}
    return search_backends(elastic_cluster.urls, TIMEOUT=PATIENCE, OPTIONS=ca, INDEX_SETTINGS=replica)


@pytest.fixture
def cluster(settings: Any, elastic_cluster: Any, backends: dict[str, Any]) -> Iterator[Any]:
    """The site is set on the cluster; its indices are empty."""
    client.forget_clients()
    settings.WAGTAILSEARCH_BACKENDS = backends
    make_empty_indices(default_backend())
    logging.disable(logging.ERROR)
    yield elastic_cluster
    logging.disable(logging.NOTSET)


@pytest.fixture
def whole_cluster(cluster: Any) -> Any:
    """Both nodes run, and each index has its replica."""
    cluster.start()
    cluster.wait(lambda: is_whole(cluster))
    return cluster


@pytest.fixture
def stopped(cluster: Any) -> Iterator[ExitStack]:
    """Stops the processes of the nodes, as if they hung, until it is closed."""
    with ExitStack() as stack:
        for node in cluster.nodes:
            stack.callback(node.send, signal.SIGCONT)
        yield stack


def until(condition: Callable[[], Any]) -> Any:
    """Wait until `condition()` is true, and return it."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {WITHIN_SECONDS} s"
        time.sleep(0.1)
    return found


def test_a_wrong_password_is_an_engine_that_is_away(cluster: Any, backends: dict[str, Any]) -> None:
    make_document("Vélo")
    wrong = [url.replace(cluster.password, "wrong") for url in cluster.urls]
    default = {**backends["default"], "URLS": wrong}
    with override_settings(WAGTAILSEARCH_BACKENDS={**backends, "default": default}):
        assert search(SearchQuery(text="vélo")).engine != "elasticsearch"


def test_no_page_fails_and_nothing_is_lost_when_a_node_is_killed_during_a_rebuild(
    whole_cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third batch of the rebuild kills the node, while people search."""
    make_rows(3_000)
    seen()
    monkeypatch.setattr(rebuilding, "by_key", at_the_third_batch(partial(kill, whole_cluster.nodes[1])))
    with ThreadPoolExecutor() as beside:
        rebuild = beside.submit(rebuild_with, default_backend())
        people = [beside.submit(search_until, rebuild.done, cases_of(kind)) for kind in SEARCHED]
    assert rebuild.result() == SearchDocument.objects.count()
    assert [person.result() for person in people] == [[] for _kind in SEARCHED]
    until(lambda: search(SearchQuery(text="vélo")).engine == "elasticsearch")
    until(lambda: is_right(default_backend().documents_alias))


def test_a_rebuild_begins_again_when_the_only_copy_of_its_index_dies_with_a_node(
    whole_cluster: Any, backends: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rows(2_000)
    backend = default_backend()
    alone = {"number_of_replicas": 0, "routing.allocation.require._name": "node-1"}
    anywhere = deepcopy(backend.settings)
    backend.settings = deep_update(deepcopy(anywhere), {"settings": {"index": alone}})

    def kill_it() -> None:
        kill(whole_cluster.nodes[1])
        backend.settings = anywhere

    monkeypatch.setattr(rebuilding, "by_key", at_the_third_batch(kill_it))
    assert rebuild_with(backend) == SearchDocument.objects.count()
    until(lambda: is_right(backend.documents_alias))


def test_what_changed_while_both_hung_is_right_when_they_are_back(cluster: Any, stopped: ExitStack) -> None:
    erased, renamed = make_text_page("Vélo de Camille"), make_text_page("Vélo bleu")
    seen()
    assert ask("vélo").total == 2
    for node in cluster.nodes:
        node.send(signal.SIGSTOP)
    erased.delete()
    renamed.title = "Vélo vert"
    renamed.save_revision().publish()
    make_text_page("Vélo neuf")
    found = search(SearchQuery(text="vélo"))
    assert sorted(result.title for result in found.results) == ["Vélo neuf", "Vélo vert"]
    assert current() is None
    stopped.close()
    until(current)
    until(settle)
    seen()
    assert sorted(titles(ask("vélo"))) == ["Vélo neuf", "Vélo vert"]
    assert ask("camille").total == 0
    assert sorted(page.title for page in Page.objects.search("vélo")) == ["Vélo neuf", "Vélo vert"]


def kill(node: Any) -> None:
    """End a node as a power cut does."""
    node.send(signal.SIGKILL)


def at_the_third_batch(act: Callable[[], None]) -> Callable[[Any], Iterator[list[Any]]]:
    """Return a reader of rows that calls `act` before it gives its third batch, the first time."""
    by_key = rebuilding.by_key
    acts = iter([act])

    def read(rows: Any) -> Iterator[list[Any]]:
        for number, batch in enumerate(by_key(rows), start=1):
            if number == 3:
                next(acts, lambda: None)()
            yield batch

    return read


def make_rows(number: int) -> None:
    """Make the documents that people search, and `number` beside that nobody looks for."""
    note(ChangeTarget.ENGINE, [f"search.searchdocument:{pk}" for pk in make_corpus()])
    SearchDocument.objects.bulk_create(
        SearchDocument(key=f"test.sheet:{row}", type="test.sheet", title=f"Fiche {row}", url="/", digest="1")
        for row in range(number)
    )


def rebuild_with(backend: FrenchElasticsearchBackend) -> int:
    """Rebuild the documents, perhaps in a thread, and return how many were written."""
    try:
        return backend.rebuild_documents()
    finally:
        connection.close()


def search_until(is_over: Callable[[], bool], cases: Sequence[Case]) -> list[str]:
    """Search each of `cases` in turn, on the page and as the page does; return what went wrong."""
    problems = []
    try:
        for case in cycle(cases):
            page = Client().get("/recherche/", {"q": case.text})
            problem = problem_with(case) or ("" if page.status_code == 200 else f"status {page.status_code}")
            problems += [f"{case.text}: {problem}"] if problem else []
            if is_over():
                return problems
    finally:
        connection.close()
    return problems


def cases_of(kind: str) -> list[Case]:
    """Return some queries of a kind."""
    return [case for case in CASES if case.kind == kind][:4]


def is_right(index: str) -> bool:
    """Say whether an index holds what the database does; False while the engine does not answer."""
    return next(drift for drift in status().indices if drift.index == index).is_right
