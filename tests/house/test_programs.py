"""Tests and benchmarks start programs of their own, written as texts: no tool sees what these import."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from tests.support.paths import ROOT_DIR

OURS = "accounts|config|demo|equipment|home|maillage|repair|search|tests|workshops"
IMPORT = re.compile(rf"from ((?:{OURS})(?:\.\w+)*) import (\([^)]*\)|[\w, ]+)")


def imports_in_texts() -> Iterator[tuple[str, str, str]]:
    """Yield the file, the module and the name of each import that stands in a text."""
    for path in sorted((ROOT_DIR / "tests").glob("**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for module, names in IMPORT.findall(node.value):
                    for name in re.sub(r" as \w+", "", names.strip("()")).split(","):
                        yield str(path.relative_to(ROOT_DIR)), module, name.strip()


def is_there(module: str, name: str) -> bool:
    """Say whether the module has that name, as a value or as a module below it (which is not imported)."""
    try:
        return hasattr(import_module(module), name) or find_spec(f"{module}.{name}") is not None
    except ModuleNotFoundError:
        return False


def test_what_the_programs_of_tests_import_is_there():
    found = set(imports_in_texts())

    assert len(found) > 100
    assert sorted(one for one in found if one[2] and not is_there(*one[1:])) == []
