"""A PostgreSQL cluster of our own, from the programs of the system's package."""

import secrets
import shutil
import subprocess
from pathlib import Path

from place import Place, ServiceError

NAME = "PostgreSQL"
OWNER = "maillage"


def start(place: Place) -> None:
    """Create the cluster the first time, and start it if it does not run."""
    data = place.folder / "postgresql"
    if not (data / "PG_VERSION").exists():
        _create_cluster(place, data)
    if is_running(place):
        return
    sockets = place.own(place.folder / "sockets")
    settings = {
        "port": place.port("postgresql", "POSTGRESQL_PORT"),
        "listen_addresses": "'127.0.0.1'",
        "unix_socket_directories": f"'{sockets}'",
        "max_connections": 300,
    }
    place.write(
        data / "postgresql.auto.conf", "".join(f"{key} = {value}\n" for key, value in settings.items())
    )
    place.run([_program("pg_ctl"), "-D", data, "-l", place.folder / "postgresql.log", "--wait", "start"])


def wait(place: Place) -> list[str]:
    """Return the environment that the tests need; `pg_ctl --wait` has done the waiting."""
    password = (place.folder / "postgresql.password").read_text(encoding="utf-8")
    port = place.port("postgresql", "POSTGRESQL_PORT")
    return [f"TEST_DATABASE_URL=postgres://{OWNER}:{password}@127.0.0.1:{port}/postgres"]


def stop(place: Place) -> None:
    """Stop the server, with whoever is still connected to it."""
    if is_running(place):
        place.run([_program("pg_ctl"), "-D", place.folder / "postgresql", "-m", "fast", "--wait", "stop"])


def is_running(place: Place) -> bool:
    """Say whether the server of our cluster runs."""
    data = place.folder / "postgresql"
    if not data.exists():
        return False
    command = [str(_program("pg_ctl")), "-D", str(data), "status"]
    return (
        subprocess.run(command, **place.process_options(), capture_output=True, check=False).returncode == 0
    )


def _create_cluster(place: Place, data: Path) -> None:
    password = place.write(place.folder / "postgresql.password", secrets.token_urlsafe(18))
    place.own(data)
    place.run(
        [
            *(_program("initdb"), "-D", data, "--username", OWNER, "--pwfile", password),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"),
        ]
    )


def _program(name: str) -> Path:
    """Return a program of the newest PostgreSQL on this machine (Debian keeps them out of the path)."""
    installed = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    by_version = sorted(installed, key=lambda path: float(path.parts[-3]))
    found = by_version[-1] if by_version else shutil.which(name)
    if found is None:
        raise ServiceError("PostgreSQL is not installed: run `apt install postgresql`.")
    return Path(found)
