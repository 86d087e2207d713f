"""The Elasticsearch of the tests: one node, on loopback, without a password."""

import json
import time
import urllib.error
import urllib.request

from elastic_node import Node
from place import Place, ServiceError

NAME = "Elasticsearch"
READY_WITHIN_SECONDS = 180


def start(place: Place) -> None:
    """Start the server if it does not run; `wait` waits for it."""
    _node(place).start()


def wait(place: Place) -> list[str]:
    """Wait until the server answers and return the environment that the tests need."""
    node, url = _node(place), _url(place)
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and node.is_running():
        if _is_ready(url):
            return [f"TEST_ELASTICSEARCH_URL={url}"]
        time.sleep(0.5)
    raise ServiceError(f"Elasticsearch did not start:\n{node.last_words()}")


def stop(place: Place) -> None:
    """End the server, and wait until it is gone."""
    _node(place).stop()


def is_running(place: Place) -> bool:
    """Say whether the server that we started runs."""
    return _node(place).is_running()


def _node(place: Place) -> Node:
    settings = {
        "cluster.name": "maillage-tests",
        "discovery.type": "single-node",
        "http.port": place.port("elasticsearch", "ELASTICSEARCH_PORT"),
        "xpack.security.enabled": "false",
    }
    return Node(place, place.folder / "elasticsearch", settings)


def _url(place: Place) -> str:
    return f"http://127.0.0.1:{place.port('elasticsearch', 'ELASTICSEARCH_PORT')}"


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as answer:  # noqa: S310 (our own URL)
            return json.load(answer)["status"] in {"green", "yellow"}
    except (OSError, urllib.error.URLError, ValueError):
        return False
