"""One server of Elasticsearch: its folder, its settings, its process."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from elastic_program import java_home, launcher, unpacked
from place import Place

HEAP = "512m"
STOPPED_WITHIN_SECONDS = 30
# The servers outlive whoever starts them; while that one lives, it knows that they run.
_started: list[subprocess.Popen] = []


@dataclass(frozen=True)
class Node:
    """A server that keeps everything under `home`.

    `settings` go to elasticsearch.yml beside those that every node of ours has; `files` (name: text)
    beside it.
    """

    place: Place
    home: Path
    settings: Mapping[str, object]
    files: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start the server if it does not run; it answers some seconds later."""
        if self.is_running():
            return
        program = unpacked(self.place)
        self.place.own(self.home)
        folders = {name: self.place.own(self.home / name) for name in ("config", "data", "logs", "tmp")}
        self._configure(program, folders)
        environment = {
            "PATH": os.environ["PATH"],
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
            "ES_TMPDIR": str(folders["tmp"]),
        }
        # The launcher looks for its libraries under the folder that it is started in.
        options = {**self.place.process_options(), "cwd": program}
        with self.place.write(self.home / "output.log", "").open("wb") as output:
            process = subprocess.Popen(
                launcher(program, folders["config"]),
                **options,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        _started.append(process)
        self.place.write(self.home / "pid", str(process.pid))

    def stop(self) -> None:
        """End the launcher, which ends its server, and wait until both are gone."""
        if (pid := self._pid()) is None:
            return
        os.killpg(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOPPED_WITHIN_SECONDS
        while time.monotonic() < deadline and self._pid():
            time.sleep(0.2)
        self.send(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the launcher and its server, if they run."""
        if (pid := self._pid()) is not None:
            os.killpg(pid, number)

    def is_running(self) -> bool:
        """Say whether the launcher that we started runs."""
        return self._pid() is not None

    def last_words(self) -> str:
        """Return the end of what the server printed."""
        return (self.home / "output.log").read_text(encoding="utf-8")[-3000:]

    def _pid(self) -> int | None:
        """Return the launcher's process, unless its number now belongs to another program."""
        for process in _started:
            process.poll()
        try:
            pid = int((self.home / "pid").read_text(encoding="utf-8"))
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if f"{self.home}/".encode() in command else None

    def _configure(self, program: Path, folders: Mapping[str, Path]) -> None:
        settings = {
            "network.host": "127.0.0.1",
            "path.data": folders["data"],
            "path.logs": folders["logs"],
            # A nearly full disk must not make a test server read-only.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self.settings,
        }
        config = folders["config"]
        lines = "".join(f"{key}: {value}\n" for key, value in settings.items())
        self.place.write(config / "elasticsearch.yml", lines)
        for name, text in self.files.items():
            self.place.write(config / name, text)
        for name in ("jvm.options", "log4j2.properties"):
            shipped = (program / "config" / name).read_text(encoding="utf-8")
            self.place.write(config / name, shipped.replace("logs/", f"{folders['logs']}/"))
