"""Files that wait between the preview and the import: in the private folder, for a day at most."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.utils import timezone

from equipment.evidence.errors import EvidenceRefused
from equipment.evidence.reading import RawFile, read_stream
from maillage.privacy.files import PrivateStorage

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "evidence-waiting"
KEPT = timedelta(days=1)
SALT = "equipment.upload"

# A file and the name that its owner knows it by, shown again and written nowhere else.
Named = tuple[str, RawFile]


def keep(files: Iterable[Named], user_key: int) -> str:
    """Keep the files for their import, and return the token that only this user can give back."""
    forget_old()
    names = [
        (shown, PrivateStorage().save(f"{FOLDER}/{uuid4().hex}", ContentFile(file.data)))
        for shown, file in files
    ]
    return signing.dumps({"user": user_key, "names": names}, salt=SALT, compress=True)


def take(token: str, user_key: int) -> list[Named]:
    """Return the files of a token and forget them; none when it is false, old, used or somebody else's."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return []
    if kept["user"] != user_key:
        return []
    files = []
    for shown, name in kept["names"]:
        try:
            with PrivateStorage().open(name) as stream:
                files.append((shown, read_stream(stream)))
        except (OSError, EvidenceRefused):
            continue
        PrivateStorage().delete(name)
    return files


def forget_old() -> None:
    """Delete the files that nobody imported within a day."""
    storage = PrivateStorage()
    if not storage.exists(FOLDER):
        return
    for name in storage.listdir(FOLDER)[1]:
        path = str(PurePath(FOLDER) / name)
        try:
            if storage.get_modified_time(path) < timezone.now() - KEPT:
                storage.delete(path)
        except OSError:
            continue
