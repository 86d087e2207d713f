"""What has to be there before Django is set up, whichever program starts first on a new clone.

Django reads the compiled translations once, and what it stores in the database afterwards (titles,
addresses, names of groups) stays in the language that it had read.
"""

from __future__ import annotations

import importlib.util
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType

ROOT_DIR = Path(__file__).resolve().parents[2]


def prepare() -> None:
    """Compile the translations that are not, or no longer, and make the folder of the site's data.

    Where nothing may be written (an image that was built with its translations), nothing is.
    """
    messages = _messages()
    try:
        messages.compile_all()
    except OSError as error:
        sentence = (
            f"Les traductions ne sont pas à jour, et « {error.filename} » ne peut pas être écrit : lancez "
            "« python scripts/messages.py compile » avec le compte à qui ces fichiers appartiennent."
        )
        if not all(path.with_suffix(".mo").exists() for path in messages.catalogues()):
            # Better refused than stored in English for ever.
            sys.exit(sentence)
        print(sentence, file=sys.stderr)  # noqa: T201 - the log is set up by the settings that come next
    with suppress(OSError):
        (ROOT_DIR / "var").mkdir(exist_ok=True)


def _messages() -> ModuleType:
    """Load scripts/messages.py by its path: another package on the way may be called `scripts`."""
    path = ROOT_DIR / "scripts" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
