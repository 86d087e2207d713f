"""What one request enters of our code: the files and the functions on the way, by app.

Listeners of other apps (hooks, signals) are told apart: they are not on the way, they are told of it.

    WRITE_WALKS=1 pytest tests/house/test_walks.py     writes them, file by file, into tests/house/frozen/
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.paths import ROOT_DIR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

APPS = ("maillage", "workshops", "repair", "equipment", "search", "home", "site")
# Code that is run once when a module is imported, and bodies of classes, are not on a way.
_NOT_CALLED = {"<module>", "<lambda>", "<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>"}


@dataclass
class Walk:
    """The functions entered, by file relative to the project."""

    functions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def files(self, *starts: str) -> list[str]:
        """The files entered below `starts` (all of ours without any), sorted."""
        return sorted(name for name in self.functions if not starts or name.startswith(starts))

    @property
    def count(self) -> int:
        """How many functions were entered."""
        return sum(map(len, self.functions.values()))


@contextmanager
def walking() -> Iterator[Walk]:
    """Note every function of ours that the block enters, in this thread."""
    walk, root = Walk(), f"{ROOT_DIR}/"
    ours = tuple(f"{root}{app}/" for app in APPS)

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event != "call":
            return
        code = frame.f_code
        if code.co_filename.startswith(ours) and code.co_name not in _NOT_CALLED:
            walk.functions[code.co_filename.removeprefix(root)].add(code.co_qualname)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield walk
    finally:
        sys.setprofile(before)


def as_text(name: str, walk: Walk) -> str:
    """The walk as a page: its files, each with the functions entered."""
    lines = [f"# {name}: {len(walk.functions)} files, {walk.count} functions"]
    for path in walk.files():
        lines.append(f"{path}: {', '.join(sorted(walk.functions[path]))}")
    return "\n".join(lines)


def app_of(path: str) -> str:
    """The app that a file belongs to: « maillage/bookings », « equipment », « site/config »."""
    parts = Path(path).parts
    return "/".join(parts[:2]) if parts[0] in {"maillage", "site"} else parts[0]


def write_walks(name: str, walk: Walk) -> None:
    """Write the walk beside what else is frozen, where `WRITE_WALKS` asks for it."""
    if os.environ.get("WRITE_WALKS"):
        (ROOT_DIR / "tests" / "house" / "frozen" / f"walk_{name}.txt").write_text(f"{as_text(name, walk)}\n")
