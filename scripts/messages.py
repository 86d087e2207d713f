"""The French of the project: find its strings, compile them.

python scripts/messages.py compile    .po -> .mo where the .po is newer (Babel, no gettext)
python scripts/messages.py extract    new strings of each app into its .po (needs gettext)
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT_DIR = Path(__file__).resolve().parent.parent
FOREIGN_FOLDERS = {".venv", ".cache", "node_modules", "build", "dist", "var"}


def catalogues(root: Path = ROOT_DIR) -> list[Path]:
    """Return every .po file of the project."""
    return sorted(path for locale in _locales(root) for path in locale.glob("*/LC_MESSAGES/*.po"))


def _locales(folder: Path) -> Iterator[Path]:
    """Yield the folders called « locale », without a look at the thousands of an environment."""
    for child in folder.iterdir():
        if not child.is_dir() or child.name in FOREIGN_FOLDERS or child.name.startswith("."):
            continue
        if child.name == "locale":
            yield child
        else:
            yield from _locales(child)


def compile_all(root: Path = ROOT_DIR) -> int:
    """Compile each .po that is newer than its .mo; return how many were."""
    stale = [path for path in catalogues(root) if _is_stale(path)]
    for path in stale:
        compile_one(path)
    return len(stale)


def compile_one(path: Path) -> Path:
    """Write the .mo beside its .po and return it."""
    # Every program of the site looks whether a translation is stale; few have anything to compile.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parts[-3])
    compiled = path.with_suffix(".mo")
    # Two programs may compile at the same time: each writes a file of its own.
    unfinished = compiled.with_suffix(f".{os.getpid()}.mo")
    with unfinished.open("wb") as target:
        write_mo(target, catalogue)
    unfinished.replace(compiled)
    return compiled


def extract_into(project: Path) -> None:
    """Write the strings of the project's code and templates into its .po files, by gettext.

    Each app has its own; what lies elsewhere in `site/` goes to `site/locale`. Raises
    `subprocess.CalledProcessError` when gettext refuses a string.
    """
    for app in sorted(project.glob("**/apps.py")):
        if not FOREIGN_FOLDERS & set(app.relative_to(project).parts):
            (app.parent / "locale").mkdir(exist_ok=True)
    left_out = [f"--ignore={name}" for name in sorted(FOREIGN_FOLDERS | {"tests", "scripts"})]
    command = ["manage.py", "makemessages", "--locale=fr", "--no-wrap", "--add-location=file", *left_out]
    subprocess.run([sys.executable, *command], cwd=project, check=True, capture_output=True, text=True)
    for locale in project.glob("**/locale"):
        if not any(locale.iterdir()):
            locale.rmdir()


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["extract"]:
            extract_into(ROOT_DIR)
        case _:
            sys.exit(__doc__)
