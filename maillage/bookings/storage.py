"""Where the files of registrations lie: never under the public media."""

from __future__ import annotations

import uuid
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from .conf import get_conf

if TYPE_CHECKING:
    from django.db.models import Model


@deconstructible
class PrivateStorage(FileSystemStorage):
    """The folder `PRIVATE_FILES`, read at call time. It has no address: only views open its files."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        """The folder as the settings name it."""
        return str(get_conf()["PRIVATE_FILES"])

    @property
    def location(self) -> str:
        """The folder, from the root."""
        return str(Path(self.base_location).resolve())

    def url(self, name: str | None) -> str:
        """Refuse: nobody has an address for such a file."""
        raise ValueError("A private file has no address.")


def upload_path(_instance: Model, filename: str) -> str:
    """Return a name that tells nothing of the person, with the file's own ending."""
    return f"registrations/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"
