"""Every visible string has its French, and only one: no empty, doubtful, missing or disputed entry.

    python scripts/check_messages.py

Django puts the catalogues of all apps together, and the first one that knows a string wins on every
screen. So a string with its context has one translation among ours, and that of Wagtail or Django
where they know it too: a context tells two meanings apart. What the code holds and no .po does is
looked for by gettext in a copy of the project; without gettext on the machine it says so.
Prints one line per problem; the exit code is 1 if there is any.
"""

import importlib.util
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from messages import FOREIGN_FOLDERS, ROOT_DIR, catalogues, extract_into

Key = tuple[str | None, str, bool]


def main() -> int:
    """Print the problems and return the exit code."""
    ours = catalogues()
    problems = [problem for path in ours for problem in incomplete_entries(path)]
    problems += disputed_entries(ours)
    problems += overriding_entries(ours, foreign_catalogues())
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


def disputed_entries(ours: Iterable[Path]) -> list[str]:
    """Return a line for each string that two of our .po files translate otherwise."""
    found: dict[Key, dict[tuple[str, ...], Path]] = defaultdict(dict)
    for path in ours:
        for message in _entries(path):
            found[_key(message)].setdefault(_translations(message), path)
    return [
        f"« {key[1]} » has several translations, give each meaning its context: "
        + ", ".join(f"« {french[0]} » ({_app(path)})" for french, path in said.items())
        for key, said in found.items()
        if len(said) > 1
    ]


def overriding_entries(ours: Iterable[Path], foreign: Iterable[Path]) -> list[str]:
    """Return a line for each entry of ours that would change a screen of another package.

    `foreign` are compiled catalogues, the one that wins first.
    """
    theirs: dict[Key, tuple[tuple[str, ...], Path]] = {}
    for path in foreign:
        with path.open("rb") as source:
            for message in filter(_is_used, read_mo(source)):
                theirs.setdefault(_key(message), (_translations(message), path))
    return [
        f"{_app(path)}: « {_shown(message)} » changes the screens of {_app(where)}, which says "
        f"« {french[0]} »: say the same, or give yours a context"
        for path in ours
        for message in _entries(path)
        for french, where in [theirs.get(_key(message), (_translations(message), path))]
        if french != _translations(message)
    ]


def foreign_catalogues() -> list[Path]:
    """Return the French of Django and of the installed apps that are not ours, the one that wins first."""
    os.environ["ENV_FILE"] = os.devnull
    sys.path[:0] = [str(ROOT_DIR / "site"), str(ROOT_DIR)]
    from config.settings.base import INSTALLED_APPS  # noqa: PLC0415 - found by the line above

    # Django reads its own after those of the apps.
    folders = [Path(_folder(name)) for name in [*INSTALLED_APPS, "django.conf"]]
    found = [folder / "locale" / "fr" / "LC_MESSAGES" / "django.mo" for folder in folders]
    ours = {path.with_suffix(".mo") for path in catalogues()}
    return [path for path in found if path.exists() and path not in ours]


def _folder(package: str) -> str:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return spec.submodule_search_locations[0]


def _app(path: Path) -> str:
    """Return the folder that holds `locale/fr/LC_MESSAGES/django.po`."""
    return path.parts[-5]


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
    """Return the French; a plural has two. A compiled catalogue gives them as a list."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _key(message: Message) -> Key:
    """Return what Django finds the message by: with a plural it is another one."""
    return message.context, _shown(message), not isinstance(message.id, str)


def _shown(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


if __name__ == "__main__":
    sys.exit(main())
