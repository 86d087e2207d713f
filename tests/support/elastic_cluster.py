"""Two real nodes of Elasticsearch, with a password and TLS, that a test may kill or stop."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch, TransportError

from tests.support.paths import ROOT_DIR


@pytest.fixture(scope="module")
def elastic_cluster(elasticsearch_url: str) -> Iterator[Any]:
    """A cluster of two nodes that answers; nothing of it is left. See `scripts/services`."""
    sys.path.append(str(ROOT_DIR / "scripts" / "services"))
    place = importlib.import_module("place").Place.of_this_checkout()
    cluster = importlib.import_module("elastic_cluster").Cluster(place, f"test-{os.getpid()}")
    try:
        cluster.start()
        cluster.wait(lambda: is_whole(cluster))
        yield cluster
    finally:
        cluster.remove()
        sys.path.remove(str(ROOT_DIR / "scripts" / "services"))


def is_whole(cluster: Any) -> bool:
    """Say whether every node answers and every replica is in its place."""
    client = Elasticsearch(
        cluster.urls[0], ca_certs=str(cluster.certificate), max_retries=0, request_timeout=5
    )
    try:
        health = client.cluster.health()
    except TransportError:
        return False
    finally:
        client.close()
    return health["status"] == "green" and health["number_of_nodes"] == len(cluster.nodes)
