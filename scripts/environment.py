"""Make the virtual environment that the project runs in, or leave it if it is up to date.

Standard library only, for it runs before anything is installed, and in a Python syntax that old
versions read, for it has to tell them that they are too old.

    python3 scripts/environment.py              what the site needs, in .venv
    python3 scripts/environment.py --dev        and what the tests need
    python3 scripts/environment.py --wagtail8   the tests, on the next version of Wagtail, elsewhere
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT_DIR = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
WAGTAIL_8 = "8.0.1"
CONSTRAINTS = ROOT_DIR / "constraints.txt"


def main() -> None:
    """Read the command line and make the environment that it asks for."""
    parser = argparse.ArgumentParser(description="Make the project's virtual environment.")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--wagtail8", action="store_true")
    options = parser.parse_args()
    stop_if_something_is_missing()
    if options.wagtail8:
        # Wagtail 8 brings along other versions than the constraints say.
        make(ROOT_DIR / ".cache" / "venv-wagtail8", requirements_for_wagtail_8())
    else:
        requirements = ROOT_DIR / ("requirements-dev.txt" if options.dev else "requirements.txt")
        make(ROOT_DIR / ".venv", requirements, "--constraint", str(CONSTRAINTS))


def stop_if_something_is_missing() -> None:
    """End with one sentence when this Python cannot run the project."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"Il faut Python 3.11 ou plus récent, et « {sys.executable} » est un Python {found} : "
            "installez-en un, puis relancez par exemple « make serve PYTHON=python3.12 »."
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "Il manque le module venv de Python : sous Debian ou Ubuntu, lancez "
            "« sudo apt install python3-venv », puis relancez la commande."
        )


def requirements_for_wagtail_8() -> Path:
    """Write the pinned requirements with Wagtail 8 in place of 7 and return the file."""
    folder = ROOT_DIR / ".cache"
    folder.mkdir(exist_ok=True)
    pinned = (ROOT_DIR / "requirements.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in pinned if not line.startswith("wagtail==")]
    development = (ROOT_DIR / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    kept += [line for line in development if not line.startswith("-r ")]
    target = folder / "requirements-wagtail8.txt"
    target.write_text("\n".join([f"wagtail=={WAGTAIL_8}", *kept]) + "\n", encoding="utf-8")
    return target


def make(folder: Path, requirements: Path, *pip_options: str) -> None:
    """Create the environment if needed and install the requirements if they have changed."""
    stamp = folder / f"installed-{requirements.stem}"
    wanted = _fingerprint(requirements)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    python = folder / "bin" / "python"
    if not python.exists():
        _say(f"Création de l’environnement Python dans {folder.relative_to(ROOT_DIR)}/")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    _say(f"Installation des bibliothèques de {requirements.name} (environ une minute la première fois)")
    _install(python, ["-r", str(requirements), *pip_options])
    stamp.write_text(wanted, encoding="utf-8")


def _fingerprint(requirements: Path) -> str:
    """Hash the file and those that it stands on."""
    files = [requirements, ROOT_DIR / "requirements.txt", CONSTRAINTS]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _install(python: Path, what: list[str]) -> None:
    """Run pip, showing one line that moves instead of its hundreds."""
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    said = []
    found = 0
    with subprocess.Popen(
        [*command, *what],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith("Collecting"):
                found += 1
                _say_on_the_same_line(f"  {found:>3}  {line.split()[1]}")
            elif line.startswith("Installing collected"):
                _say_on_the_same_line(f"  {found:>3}  bibliothèques trouvées, installation…")
    _say_on_the_same_line("")
    if pip.returncode:
        sys.exit("".join(said[-15:]) + "L’installation a échoué : lisez les lignes ci-dessus, puis relancez.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _say_on_the_same_line(text: str) -> None:
    """Show progress to a person; a log keeps nothing of it."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text[:78]}", end="", flush=True)


if __name__ == "__main__":
    main()
