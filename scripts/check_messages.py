"""Every visible string has its French: no empty, no doubtful and no missing entry in a .po file.

    python scripts/check_messages.py

Two checks. The first reads the .po files. The second runs gettext on a copy of the project and
looks for strings that no .po holds; without gettext on the machine it says so and is left out.
Prints one line per problem; the exit code is 1 if there is any.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from messages import FOREIGN_FOLDERS, ROOT_DIR, catalogues, extract_into


def main() -> int:
    """Print the problems and return the exit code."""
    problems = [problem for path in catalogues() for problem in incomplete_entries(path)]
    if shutil.which("xgettext"):
        problems += missing_entries()
    else:
        print("gettext is not installed: strings that no .po holds were not looked for.")
    print("\n".join(problems) or "Every string has its French.")
    return 1 if problems else 0


def incomplete_entries(path: Path) -> list[str]:
    """Return a line for each entry of the .po that is empty, doubtful or loses a %(variable)s."""
    problems = []
    catalogue = _catalogue(path)
    for message in filter(_is_used, catalogue):
        where = f"{path.relative_to(ROOT_DIR)}:{message.lineno}"
        if not all(_translations(message)):
            problems.append(f"{where}: no French for « {_shown(message)} »")
        elif message.fuzzy:
            problems.append(f"{where}: « {_shown(message)} » is marked fuzzy")
        else:
            problems += [f"{where}: {error}" for error in message.check(catalogue)]
    return problems


def missing_entries() -> list[str]:
    """Return a line for each string of the code that its app's .po does not hold."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        left_out = shutil.ignore_patterns(*FOREIGN_FOLDERS, ".*", "tests", "__pycache__", "*.mo")
        shutil.copytree(ROOT_DIR, project, ignore=left_out)
        extract_into(project)
        return [
            f"{path.relative_to(project)}: « {_shown(message)} » is missing"
            for path in catalogues(project)
            for message in _unknown(path, ROOT_DIR / path.relative_to(project))
        ]


def _unknown(extracted: Path, written: Path) -> list[Message]:
    """Return the entries that gettext found and that the project's own .po does not hold."""
    known = {_key(message) for message in _entries(written)} if written.exists() else set()
    return [message for message in _entries(extracted) if _key(message) not in known]


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="fr")


def _entries(path: Path) -> list[Message]:
    return list(filter(_is_used, _catalogue(path)))


def _is_used(message: Message) -> bool:
    """Leave out the header, whose msgid is empty."""
    return bool(message.id)


def _translations(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, _shown(message)


def _shown(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


if __name__ == "__main__":
    sys.exit(main())
