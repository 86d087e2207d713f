"""Every setting of an app is explained where a host looks for it."""

import importlib

import pytest

from tests.house.layers import own_apps
from tests.support.paths import ROOT_DIR


def _settings():
    """Return the names of all keys of all `conf.py` files, with their app."""
    for app in own_apps():
        if importlib.util.find_spec(f"{app.name}.conf"):
            for key in importlib.import_module(f"{app.name}.conf").DEFAULTS:
                yield app.label, key


@pytest.mark.parametrize(("label", "key"), list(_settings()))
def test_the_documentation_explains_each_key(label, key):
    page = (ROOT_DIR / "docs" / "settings.md").read_text()
    section = page.partition(f"## {label}\n")[2].partition("\n## ")[0]

    assert f"`{key}`" in section
