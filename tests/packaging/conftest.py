"""One wheel for all tests of this folder, and one environment where it is installed."""

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.paths import ROOT_DIR

Run = Callable[..., str]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built by the project's own builder."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), cwd=ROOT_DIR)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def host_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it.

    Its libraries are those of the tests, lent by a path file, so that nothing is downloaded; that the
    wheel declares all that it needs is another test's matter. The checkout is not on its path.
    """
    folder = tmp_path_factory.mktemp("host") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    installed = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (installed / "lent.pth").write_text(sysconfig.get_path("purelib"))
    pip = (sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps")
    _run(*pip, str(wheel), cwd=folder)
    return python


@pytest.fixture(scope="session")
def run_in_host(host_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A function that runs the host's Python in a project made by `wagtail start`."""
    folder = tmp_path_factory.mktemp("project")
    _run(str(host_python), "-m", "wagtail.bin.wagtail", "start", "hote", str(folder), cwd=folder)

    def run(*arguments: str, stdin: str | None = None) -> str:
        return _run(str(host_python), *arguments, cwd=folder, stdin=stdin)

    run.project = folder
    return run


def _run(*command: str, cwd: Path, stdin: str | None = None) -> str:
    """Run a command that knows nothing of the checkout; fail with what it said."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONSAFEPATH": ""}
    done = subprocess.run(
        command, cwd=cwd, env=environment, input=stdin, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
