"""What runs before each commit is what `make lint` runs: the same tools, on what each one reads."""

import re
import shlex
import subprocess
from collections.abc import Iterator

import yaml

from tests.support.paths import ROOT_DIR

# Of a recipe, what says where to look or how to be called; a hook is given the changed files.
EVERYWHERE = "."
# Of a hook: a file that ruff is told not to read is not read when it is named either.
GIVEN_FILES_ONLY = {"--force-exclude"}


def words(command: str) -> tuple[str, ...]:
    """Return the words of a command as both files write it, less those that only one of them needs."""
    own = GIVEN_FILES_ONLY | {EVERYWHERE, "env", "$(TYPED)"}
    text = command.removeprefix("@").replace("$(BIN)", ".venv/bin")
    return tuple(word for word in shlex.split(text) if word not in own)


def hooks() -> list[dict]:
    """The hooks of pre-commit."""
    configuration = yaml.safe_load((ROOT_DIR / ".pre-commit-config.yaml").read_text())
    return [hook for repository in configuration["repos"] for hook in repository["hooks"]]


def lint_commands() -> Iterator[str]:
    """Yield the commands of `make lint`."""
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT_DIR / "Makefile").read_text(), re.MULTILINE)
    for line in recipe[1].splitlines():
        yield line.strip()


def tracked_python_files() -> list[str]:
    """Every file of Python that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT_DIR, capture_output=True, text=True, check=True
    )
    return listed.stdout.split()


def test_a_commit_is_checked_by_the_commands_of_make_lint():
    commands = {words(command) for command in lint_commands()}

    assert len(commands) > 4
    assert {words(hook["entry"]) for hook in hooks()} == commands


def test_no_hook_asks_for_a_program_of_its_own():
    assert {hook["language"] for hook in hooks()} == {"system"}


def test_the_types_are_checked_in_the_same_files():
    dry = subprocess.run(
        ["make", "--dry-run", "lint"], cwd=ROOT_DIR, capture_output=True, text=True, check=True
    )
    by_make = re.search(r"^\.venv/bin/mypy (.*)$", dry.stdout, re.MULTILINE)[1].split()
    hook = next(hook for hook in hooks() if hook["id"] == "mypy")
    by_hook = [
        path
        for path in tracked_python_files()
        if re.search(hook["files"], path) and not re.search(hook["exclude"], path)
    ]

    assert len(by_make) > 10
    assert sorted(by_hook) == sorted(by_make)
