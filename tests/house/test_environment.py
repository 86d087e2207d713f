"""What is missing on the machine is said in one sentence; what is there is left alone."""

import importlib.util
import stat
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT_DIR


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """The script, with a project of its own in an empty folder."""
    path = ROOT_DIR / "scripts" / "environment.py"
    spec = importlib.util.spec_from_file_location("environment_under_test", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT_DIR", tmp_path)
    monkeypatch.setattr(module, "CONSTRAINTS", tmp_path / "constraints.txt")
    for name in ("requirements.txt", "constraints.txt"):
        (tmp_path / name).write_text("wagtail==7.4.4\n")
    return module


def write_python(folder: Path, script: str) -> Path:
    """Write a program where the environment's Python is looked for, and return the file that it may make."""
    called = folder / "called"
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$@" >> {called}\n{script}\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return called


def said_at_the_end(exit_: pytest.ExceptionInfo[SystemExit]) -> str:
    """The sentence that goes to the terminal, with an exit code of 1."""
    assert isinstance(exit_.value.code, str)
    return exit_.value.code


def test_an_old_python_is_told_which_one_to_install(environment, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 12, "final", 0))

    with pytest.raises(SystemExit) as exit_:
        environment.stop_if_something_is_missing()

    said = said_at_the_end(exit_)
    assert "Il faut Python 3.11 ou plus récent" in said
    assert "est un Python 3.10" in said
    assert "make serve PYTHON=" in said
    assert "\n" not in said


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(environment, monkeypatch, module):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else object())

    with pytest.raises(SystemExit) as exit_:
        environment.stop_if_something_is_missing()

    said = said_at_the_end(exit_)
    assert "sudo apt install python3-venv" in said
    assert "\n" not in said


def test_this_python_is_good_enough(environment):
    assert environment.stop_if_something_is_missing() is None


def test_what_cannot_be_installed_ends_with_what_to_do_and_is_tried_again(environment, tmp_path):
    folder = tmp_path / ".venv"
    called = write_python(folder, "echo 'ERROR: No matching distribution'; exit 1")

    for _ in range(2):
        with pytest.raises(SystemExit) as exit_:
            environment.make(folder, tmp_path / "requirements.txt")

    *lines, last = said_at_the_end(exit_).splitlines()
    assert lines == ["ERROR: No matching distribution"]
    assert last == "L’installation a échoué : lisez les lignes ci-dessus, puis relancez."
    assert called.read_text().count("pip install") == 2


def test_what_is_installed_is_left_alone_until_the_requirements_change(environment, tmp_path):
    folder, requirements = tmp_path / ".venv", tmp_path / "requirements.txt"
    called = write_python(folder, "exit 0")

    environment.make(folder, requirements)
    environment.make(folder, requirements)
    assert called.read_text().count("pip install") == 1

    requirements.write_text("wagtail==7.4.5\n")
    environment.make(folder, requirements)
    assert called.read_text().count("pip install") == 2


def test_nothing_is_said_when_there_is_nothing_to_do(environment, tmp_path, capsys):
    folder = tmp_path / ".venv"
    write_python(folder, "exit 0")
    environment.make(folder, tmp_path / "requirements.txt")
    capsys.readouterr()

    environment.make(folder, tmp_path / "requirements.txt")

    assert capsys.readouterr().out == ""


def test_changed_constraints_are_installed_too(environment, tmp_path):
    folder = tmp_path / ".venv"
    called = write_python(folder, "exit 0")
    environment.make(folder, tmp_path / "requirements.txt")
    (tmp_path / "constraints.txt").write_text("django==5.2.19\n")

    environment.make(folder, tmp_path / "requirements.txt")

    assert called.read_text().count("pip install") == 2
