"""The tests read French pages: the translations are compiled before the first one starts."""

import importlib.util

import pytest

from tests.support.paths import ROOT_DIR


def pytest_configure(config: pytest.Config) -> None:
    """Compile what is stale, once: not again in each of xdist's workers."""
    if hasattr(config, "workerinput"):
        return
    spec = importlib.util.spec_from_file_location("messages", ROOT_DIR / "scripts" / "messages.py")
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    messages.compile_all()
