"""Where the services keep their files, and as whom they run: both servers refuse to run as root."""

import hashlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT_DIR = Path(__file__).resolve().parents[2]
ENV_FILE = ROOT_DIR / ".cache" / "services.env"
UNPRIVILEGED_USER = "maillage-services"


class ServiceError(Exception):
    """A service cannot be started; the message says what to do."""


@dataclass(frozen=True)
class Place:
    """A folder that belongs to the user that the services run as (None: whoever calls)."""

    folder: Path
    user: str | None

    @classmethod
    def of_this_checkout(cls) -> "Place":
        """Return the folder under `.cache`, or one under /var/tmp when the user cannot get to it."""
        folder = ROOT_DIR / ".cache" / "services"
        if os.geteuid() != 0:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(folder, None)
        _create_user()
        folder.parent.mkdir(exist_ok=True)
        if not _can_enter(UNPRIVILEGED_USER, folder.parent):
            checkout = hashlib.sha256(str(ROOT_DIR).encode()).hexdigest()[:12]
            folder = Path("/var/tmp") / f"maillage-services-{checkout}"  # noqa: S108 (its owner is checked)
        place = cls(folder, UNPRIVILEGED_USER)
        place.own(folder)
        return place

    def own(self, folder: Path) -> Path:
        """Create the folder for the user alone and return it."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.is_symlink():
            raise ServiceError(f"{folder} is a link that somebody made: remove it.")
        if self.user:
            shutil.chown(folder, self.user, self.user)
        return folder

    def write(self, path: Path, text: str) -> Path:
        """Write a file that only the user reads and return it."""
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        if self.user:
            shutil.chown(path, self.user, self.user)
        return path

    def run(self, command: Sequence[str | Path]) -> str:
        """Run a command as the user and return what it printed; raise ServiceError when it fails."""
        done = subprocess.run(
            list(map(str, command)), **self.process_options(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ServiceError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def process_options(self) -> dict:
        """Return the arguments of `subprocess` that run a program as the user."""
        identity = {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}
        return {"cwd": self.folder, "stdin": subprocess.DEVNULL, **identity}

    def port(self, service: str, variable: str) -> int:
        """Return the port of the service: from the environment, the one it had, or a free one."""
        if chosen := os.environ.get(variable):
            return int(chosen)
        kept = self.folder / f"{service}.port"
        if not kept.exists():
            self.write(kept, str(free_port()))
        return int(kept.read_text(encoding="utf-8"))


def free_port() -> int:
    """Return a port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _create_user() -> None:
    try:
        pwd.getpwnam(UNPRIVILEGED_USER)
    except KeyError:
        options = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run(["useradd", *options, UNPRIVILEGED_USER], check=True)


def _can_enter(user: str, folder: Path) -> bool:
    check = subprocess.run(
        ["test", "-x", folder], user=user, group=user, extra_groups=[], cwd="/", check=False
    )
    return check.returncode == 0
