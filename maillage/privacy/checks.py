"""`manage.py check` says when files could not be kept; so does the site before it starts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from django.utils.translation import gettext as _

from .conf import get_conf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage

PRIVATE, MEDIA = "PRIVATE_FILES", "MEDIA_ROOT"


def check_folders(**_options: Any) -> list[CheckMessage]:
    """Return an error for each folder of files that cannot be written to, or that others could read."""
    return [Error(problem, id=f"privacy.{code}") for code, problem in _problems()]


def refuse_without_folders() -> None:
    """Raise ImproperlyConfigured, in the site's language, when `check_folders()` finds something."""
    with translation.override(settings.LANGUAGE_CODE):
        problems = [problem for _code, problem in _problems()]
    if problems:
        raise ImproperlyConfigured("\n".join(problems))


def takes_files(folder: Path) -> bool:
    """Say whether this process can keep files in `folder`, or make it where it is missing."""
    try:
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK, effective_ids=True)
    except OSError:
        return False


def _problems() -> Iterator[tuple[str, str]]:
    folders = _folders()
    for name, folder in folders.items():
        if not takes_files(folder):
            yield (
                "E001",
                _("%(name)s: nothing can be written in %(folder)s. Make it, owned by the site’s user.")
                % {"name": name, "folder": folder},
            )
    if folders[PRIVATE].is_relative_to(folders.get(MEDIA, Path("/nowhere"))):
        yield (
            "E002",
            _("PRIVATE_FILES lies in MEDIA_ROOT, which everybody can read: choose a folder elsewhere."),
        )


def _folders() -> dict[str, Path]:
    """Return where files are kept, by the setting that says it."""
    folders = {PRIVATE: Path(get_conf()["PRIVATE_FILES"]).resolve()}
    if settings.MEDIA_ROOT:
        folders[MEDIA] = Path(settings.MEDIA_ROOT).resolve()
    return folders
