"""Modules that have moved: a name that a host wrote in its settings or its code still leads to them.

Each app lists its own in `renamed.py`: only names that `docs/` once told, each with a DeprecationWarning.
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Old module: the new one, and the names in it that changed too.
Moves = dict[str, tuple[str, dict[str, str]]]


class _MovedModule(ModuleType):
    """The old module: whatever is asked of it is found in the new one."""

    def __init__(self, name: str, now: str, names: Mapping[str, str]) -> None:
        super().__init__(name)
        self._now, self._names = now, names

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self._now), self._names.get(name, name))


class _MovedModules(MetaPathFinder, Loader):
    """Finds a module by its old name, before a folder that an upgrade has left empty."""

    def __init__(self) -> None:
        self.moves: Moves = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to make the old module, None for a name that never was one."""
        # A package that has gone is needed on the way to the modules that it held.
        is_package = any(old.startswith(f"{fullname}.") for old in self.moves)
        if fullname not in self.moves and not is_package:
            return None
        there = PathFinder.find_spec(fullname, path)
        if there is not None and there.origin is not None:
            return None
        return ModuleSpec(fullname, self, is_package=is_package)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return a module that looks everything up where it is now."""
        return _MovedModule(spec.name, *self.moves.get(spec.name, ("builtins", {})))

    def exec_module(self, module: ModuleType) -> None:
        """Say where the module is now."""
        now, _names = self.moves.get(module.__name__, ("", {}))
        if now:
            message = f"{module.__name__} is now {now}: write that instead."
            warnings.warn(message, DeprecationWarning, stacklevel=2)


_finder = _MovedModules()


def keep(moves: Moves) -> None:
    """Let each old module of `moves` be imported as before."""
    _finder.moves.update(moves)
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
