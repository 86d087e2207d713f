"""Files and functions stay small enough to be read in one go."""

import ast
import subprocess

import pytest

from tests.support.paths import ROOT_DIR

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN_FILE = 100


def _python_files():
    tracked = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT_DIR, capture_output=True, text=True, check=True
    )
    names = [name for name in tracked.stdout.split() if "/migrations/" not in name]
    return [ROOT_DIR / name for name in names if (ROOT_DIR / name).exists()]


FILES = _python_files()


def test_no_file_is_longer_than_400_lines():
    long = {str(path.relative_to(ROOT_DIR)): _length(path) for path in FILES if _length(path) > LONGEST_FILE}

    assert long == {}


def test_no_function_is_longer_than_60_lines():
    long = [
        f"{path.relative_to(ROOT_DIR)}:{node.lineno} {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_half_of_the_files_are_shorter_than_100_lines():
    lengths = sorted(_length(path) for path in FILES if _length(path))

    assert lengths[len(lengths) // 2] < MEDIAN_FILE


@pytest.mark.parametrize("drawer", ["utils", "helpers", "common", "core", "misc"])
def test_no_module_is_a_drawer(drawer):
    assert [path for path in FILES if drawer in {path.stem, *path.relative_to(ROOT_DIR).parts[:-1]}] == []


def _length(path):
    return len(path.read_text().splitlines())
