"""What the wheel needs before it is packed: the compiled translations."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    """Compile each .po into the .mo that the wheel carries."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the files of the wheel are gathered."""
        root = Path(self.root)
        _messages(root).compile_all(root)


def _messages(root: Path) -> ModuleType:
    """Load scripts/messages.py by its path: the builder knows no `scripts` package."""
    spec = importlib.util.spec_from_file_location("messages", root / "scripts" / "messages.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(root / "scripts" / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
