"""Two nodes as in production: a password, TLS, a replica of every index. Tests kill one of them."""

import base64
import hashlib
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from elastic_node import Node
from place import Place, ServiceError, free_port

USER = "maillage"
READY_WITHIN_SECONDS = 180
# What Elasticsearch accepts as a hash of a password in its file of users.
# https://www.elastic.co/guide/en/elasticsearch/reference/8.16/security-settings.html#hashing-settings
HASH_ROUNDS, HASH_BYTES = 10_000, 32


class Cluster:
    """Nodes on free ports of the loopback interface; the first is the master, both hold data."""

    def __init__(self, place: Place, name: str, size: int = 2) -> None:
        """Prepare `size` nodes under a folder of `place`; nothing is started."""
        self.folder = place.own(place.folder / f"cluster-{name}")
        self.password = secrets.token_urlsafe(12)
        self.certificate, key = _certificate(place, self.folder)
        ports = [(free_port(), free_port()) for _node in range(size)]
        files = {
            "node.crt": self.certificate.read_text(encoding="utf-8"),
            "node.key": key,
            "users": f"{USER}:{_hash(self.password)}\n",
            "users_roles": f"superuser:{USER}\n",
        }
        self.nodes = [
            Node(place, self.folder / f"node-{number}", _settings(number, ports, name), files)
            for number in range(size)
        ]
        self.urls = [f"https://{USER}:{self.password}@127.0.0.1:{http}" for http, _transport in ports]

    def start(self) -> None:
        """Start the nodes that do not run; they find each other some seconds later."""
        for node in self.nodes:
            node.start()

    def wait(self, is_ready: Callable[[], bool]) -> None:
        """Wait until `is_ready()`.

        Raises:
            ServiceError: it took too long, with what the first node printed.
        """
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < deadline:
            if is_ready():
                return
            time.sleep(0.5)
        raise ServiceError(f"The cluster is not ready:\n{self.nodes[0].last_words()}")

    def remove(self) -> None:
        """End the nodes at once, and remove what they kept."""
        for node in self.nodes:
            node.send(signal.SIGKILL)
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < deadline and any(node.is_running() for node in self.nodes):
            time.sleep(0.1)
        shutil.rmtree(self.folder, ignore_errors=True)


def _settings(number: int, ports: Sequence[tuple[int, int]], name: str) -> dict[str, object]:
    http, transport = ports[number]
    layers = {
        f"xpack.security.{layer}.ssl.{key}": value
        for layer in ("http", "transport")
        for key, value in {"enabled": "true", "key": "node.key", "certificate": "node.crt"}.items()
    }
    return {
        "cluster.name": name,
        "node.name": f"node-{number}",
        # Two nodes that may both be master cannot lose either one: the vote is the first one's.
        "node.roles": "[master, data]" if number == 0 else "[data]",
        "cluster.initial_master_nodes": "[node-0]",
        "discovery.seed_hosts": f"[127.0.0.1:{ports[0][1]}]",
        "http.port": http,
        "transport.port": transport,
        "xpack.security.enabled": "true",
        "xpack.security.authc.realms.file.file1.order": 0,
        **layers,
        "xpack.security.transport.ssl.verification_mode": "certificate",
        "xpack.security.transport.ssl.certificate_authorities": "node.crt",
    }


def _certificate(place: Place, folder: Path) -> tuple[Path, str]:
    """Make a certificate for the loopback address; return its file, and the text of its key."""
    certificate, key = folder / "node.crt", folder / "node.key"
    command = [
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
        *("-keyout", str(key), "-out", str(certificate)),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError as error:
        raise ServiceError("openssl is not installed: run `apt install openssl`.") from error
    return certificate, key.read_text(encoding="utf-8")


def _hash(password: str) -> str:
    salt = secrets.token_bytes(HASH_BYTES)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, HASH_ROUNDS, HASH_BYTES)
    encoded = [base64.b64encode(part).decode() for part in (salt, digest)]
    return f"{{PBKDF2}}{HASH_ROUNDS}${'$'.join(encoded)}"
