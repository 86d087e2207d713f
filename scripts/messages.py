"""The French of the project: find its strings, compile them.

    python scripts/messages.py compile    .po -> .mo where the .po is newer (Babel, no gettext)
    python scripts/messages.py extract    new strings of each app into its .po (needs gettext)
"""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT_DIR = Path(__file__).resolve().parent.parent
FOREIGN_FOLDERS = {".venv", ".cache", "node_modules", "build", "dist", "var"}


def catalogues(root: Path = ROOT_DIR) -> list[Path]:
    """Return every .po file of the project."""
    found = sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))
    return [path for path in found if not FOREIGN_FOLDERS & set(path.relative_to(root).parts)]


def compile_all(root: Path = ROOT_DIR) -> int:
    """Compile each .po that is newer than its .mo; return how many were."""
    stale = [path for path in catalogues(root) if _is_stale(path)]
    for path in stale:
        compile_one(path)
    return len(stale)


def compile_one(path: Path) -> Path:
    """Write the .mo beside its .po and return it."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parts[-3])
    compiled = path.with_suffix(".mo")
    unfinished = compiled.with_suffix(".mo.unfinished")
    with unfinished.open("wb") as target:
        write_mo(target, catalogue)
    unfinished.replace(compiled)
    return compiled


def extract_all() -> None:
    """Run `makemessages` in the folder of every catalogue."""
    manage = ROOT_DIR / "manage.py"
    for locale in sorted({path.parents[2] for path in catalogues()}):
        subprocess.run(
            [sys.executable, str(manage), "makemessages", "-l", "fr", "--no-wrap", "--add-location=file"],
            cwd=locale.parent,
            check=True,
        )


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["extract"]:
            extract_all()
        case _:
            sys.exit(__doc__)
