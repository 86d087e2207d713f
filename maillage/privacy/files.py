"""Where the files of people lie: never under the public media, and under names that tell nothing."""

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


@deconstructible
class Nameless:
    """The `upload_to` of a field: a folder, a name drawn by chance, the file's own ending."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, _instance: Model | None, filename: str) -> str:
        """Return the path of a new file."""
        return f"{self.folder}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"

    def __eq__(self, other: object) -> bool:
        """Compare by folder, so that migrations see no change where there is none."""
        return isinstance(other, Nameless) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)
