"""As in production: a password, TLS, two nodes, a replica. One is killed, both hang; nothing is lost."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from wagtail.models import Page

from search.changes import settle
from search.engine import client, current, rebuilding
from search.models import SearchDocument
from search.query import SearchQuery, search
from search.status import status
from tests.search.factories import make_text_page
from tests.support.elastic_cluster import is_whole

from .conftest import default_backend, make_empty_indices
from .documents import make_document
from .seeing import ask, seen, titles
from .settings import search_backends

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.elasticsearch,
    pytest.mark.slow,
    pytest.mark.cluster,
    pytest.mark.xdist_group("elasticsearch_cluster"),
]

# A few seconds: nodes that share two processors with the rest of the suite.
PATIENCE, WITHIN_SECONDS = 5, 120


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
        assert time.monotonic() < deadline
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
    make_text_page("Réparer un vélo")
    SearchDocument.objects.bulk_create(
        SearchDocument(
            key=f"test.row:{number}", type="test.row", title=f"Photo {number}", url="/", digest="1"
        )
        for number in range(3_000)
    )
    seen()
    monkeypatch.setattr(rebuilding, "by_key", at_the_third_batch(partial(kill, whole_cluster.nodes[1])))
    written: list[int] = []
    rebuild = threading.Thread(target=rebuild_into, args=[written])
    rebuild.start()
    answers = set()
    while rebuild.is_alive():
        response = Client().get("/recherche/?q=velo")
        answers.add((response.status_code, response.context["found"].total))
    rebuild.join()
    assert answers == {(200, 1)}
    assert written == [SearchDocument.objects.count()]
    until(current)
    assert search(SearchQuery(text="vélo")).engine == "elasticsearch"
    alias = default_backend().documents_alias
    assert next(drift for drift in status().indices if drift.index == alias).is_right


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
    """Return a reader of rows that calls `act` before it gives its third batch."""
    by_key = rebuilding.by_key

    def read(rows: Any) -> Iterator[list[Any]]:
        for number, batch in enumerate(by_key(rows), start=1):
            if number == 3:
                act()
            yield batch

    return read


def rebuild_into(written: list[int]) -> None:
    """Rebuild the documents in a thread, and say how many were written."""
    written.append(default_backend().rebuild_documents())
    connection.close()
