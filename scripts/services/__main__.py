"""PostgreSQL and Elasticsearch for the tests: loopback only, an unprivileged user, their own folders.

    python scripts/services start     start what is not running, wait until it answers
    python scripts/services stop
    python scripts/services status

`start` writes `.cache/services.env`, which the tests read, and prints it. POSTGRESQL_PORT and
ELASTICSEARCH_PORT choose the ports; without them each service takes a free one and keeps it.
"""

import sys

import elastic
import postgresql
from place import ENV_FILE, Place, ServiceError

SERVICES = (postgresql, elastic)


def start() -> None:
    """Start both, wait for both, and write down where they answer."""
    place = Place.of_this_checkout()
    for service in SERVICES:
        service.start(place)
    lines = [line for service in SERVICES for line in service.wait(place)]
    ENV_FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print("\n".join(lines))


def stop() -> None:
    """Stop both; their data stays."""
    place = Place.of_this_checkout()
    for service in SERVICES:
        service.stop(place)
    ENV_FILE.unlink(missing_ok=True)


def status() -> None:
    """Say which of them run."""
    place = Place.of_this_checkout()
    for service in SERVICES:
        print(f"{service.NAME}: {'running' if service.is_running(place) else 'stopped'}")


if __name__ == "__main__":
    commands = {"start": start, "stop": stop, "status": status}
    command = commands.get(" ".join(sys.argv[1:]))
    if command is None:
        sys.exit(__doc__)
    try:
        command()
    except ServiceError as error:
        sys.exit(str(error))
