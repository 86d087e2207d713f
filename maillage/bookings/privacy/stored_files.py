"""A file of an answer leaves the disk when its row does, once that is certain."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from maillage.bookings.models import AnswerFile


@receiver(post_delete, sender=AnswerFile, dispatch_uid="bookings_answer_file")
def remove_from_disk(instance: AnswerFile, **_kwargs: Any) -> None:
    """Remove the file after the commit: a transaction that is undone keeps it."""
    stored = instance.file
    transaction.on_commit(lambda: stored.storage.delete(stored.name))
