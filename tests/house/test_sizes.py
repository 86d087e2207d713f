"""The house keeps few rooms: files that can be read, functions that fit a screen, no slices."""

import ast
import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.support.paths import ROOT_DIR

LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION, THIN = 600, 700, 60, 40
# Files that Django or Wagtail look for under this name, however little they hold.
BY_CONVENTION = {
    *("__init__.py", "apps.py", "models.py", "urls.py", "api.py", "conf.py", "signals.py", "tasks.py"),
    *("wagtail_hooks.py", "renamed.py", "asgi.py", "wsgi.py", "manage.py", "conftest.py", "factories.py"),
}
FOLDERS_BY_CONVENTION = {"commands", "templatetags", "migrations", "settings"}


@cache
def python_files() -> dict[Path, str]:
    """Every tracked file of Python but migrations, relative to the project, with its text."""
    tracked = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT_DIR, capture_output=True, text=True, check=True
    )
    names = [Path(name) for name in tracked.stdout.split() if "/migrations/" not in name]
    return {name: (ROOT_DIR / name).read_text() for name in names if (ROOT_DIR / name).exists()}


def is_test(path: Path) -> bool:
    return path.parts[0] == "tests"


def product_files() -> dict[Path, str]:
    return {path: text for path, text in python_files().items() if path.parts[0] not in {"tests", "scripts"}}


def test_no_file_is_longer_than_one_idea():
    most = {path: LONGEST_TEST_FILE if is_test(path) else LONGEST_FILE for path in python_files()}

    assert {
        str(path): lines for path, text in python_files().items() if (lines := text.count("\n")) > most[path]
    } == {}


def test_no_function_is_longer_than_60_lines():
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, text in python_files().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_a_small_module_has_several_importers():
    """Small, and used in one place: it is a slice of that place."""
    files = product_files()
    slices = []
    for path, text in files.items():
        code = sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith("#"))
        if code >= THIN or path.name in BY_CONVENTION or FOLDERS_BY_CONVENTION & set(path.parts):
            continue
        # Imported, or named in a setting by its dotted path.
        dotted = ".".join(path.with_suffix("").parts).removeprefix("site.")
        named = re.compile(rf"(import|from)[^\n]*\b{path.stem}\b|\"{re.escape(dotted)}[.\"]")
        importers = sum(1 for other, source in files.items() if other != path and named.search(source))
        if importers < (1 if named_by_settings(path) else 2):
            slices.append(str(path))

    assert sorted(slices) == []


def named_by_settings(path: Path) -> bool:
    """Tell whether the settings bring the module in: nothing else has to."""
    settings = [text for other, text in product_files().items() if "settings" in other.parts]
    return path.parts[0] == "site" or any(
        f'"{".".join(path.with_suffix("").parts)}' in text for text in settings
    )


def test_an_app_has_one_file_of_hooks():
    hooks = defaultdict(list)
    for path, text in product_files().items():
        if "@hooks.register(" in text:
            hooks[app_of(path)].append(str(path))

    assert {app: files for app, files in hooks.items() if len(files) > 1} == {}


def test_a_class_has_a_name_of_its_own_in_its_app():
    classes = defaultdict(list)
    for path, text in product_files().items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                classes[app_of(path), node.name].append(str(path))

    assert {name: files for name, files in classes.items() if len(files) > 1} == {}


def app_of(path: Path) -> str:
    """The app that a file belongs to."""
    return "/".join(path.parts[:2]) if path.parts[0] in {"maillage", "site"} else path.parts[0]
