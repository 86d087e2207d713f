"""What others rely on stays as it was: addresses, hooks, settings, rights, messages, columns."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from tests.house import frozen

WRITES = bool(os.environ.get("WRITE_FROZEN"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", frozen.READERS)
def test_it_is_as_it_was_written(name: str) -> None:
    if name == "triggers" and connection.vendor != "sqlite":
        return
    if WRITES:
        frozen.write(name, frozen.READERS[name]())
    assert frozen.differences(name) == []
