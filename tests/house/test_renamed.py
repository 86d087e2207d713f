"""What a host wrote of us before a module moved still works, and says what to write instead."""

import sys
from importlib import import_module

import pytest

from maillage.renamed import _finder

MOVED = sorted(_finder.moves)


def test_every_old_name_leads_to_what_is_there_now() -> None:
    assert len(MOVED) > 10
    wrong = {}
    for old in MOVED:
        now, names = _finder.moves[old]
        sys.modules.pop(old, None)
        with pytest.warns(DeprecationWarning, match=now):
            moved = import_module(old)
        wrong |= {f"{old}.{name}": new for name, new in names.items() if not hasattr(moved, name)}
    assert wrong == {}
