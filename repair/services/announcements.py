"""Keep the object that somebody announces, and forget it in time."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from maillage.bookings.models import AnswerFile
from repair.models import IntakeSheet, ItemAnnouncement

from .forgetting import take_out_of_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.models import Registration

WORDS = ("item", "brand", "model", "fault")


def announce_item(registration: Registration, answers: dict[str, Any]) -> ItemAnnouncement | None:
    """Keep the object that the form's cleaned `answers` describe, in the caller's transaction.

    Return None when they describe none. It is kept as long as the registration.
    """
    if not answers.get("item"):
        return None
    return ItemAnnouncement.objects.create(
        registration=registration,
        item=answers["item"],
        category=answers.get("item_category"),
        brand=answers.get("item_brand", ""),
        model=answers.get("item_model", ""),
        age=answers.get("item_age"),
        fault=answers.get("item_fault", ""),
        photo=_photo(answers.get("item_photo")),
        expires_on=registration.expires_on,
    )


def forget_announcements(announcements: Iterable[ItemAnnouncement]) -> int:
    """Empty what tells whose object it was, photo included; the kind of object stays. Return how many."""
    count = 0
    for announcement in announcements:
        with transaction.atomic():
            name, storage = announcement.photo.name, announcement.photo.storage
            ItemAnnouncement.objects.filter(pk=announcement.pk).update(
                **dict.fromkeys(WORDS, ""), photo="", anonymized_at=timezone.now()
            )
            # The sheet began with the same words, and so did the record.
            typed = [getattr(announcement, word) for word in WORDS]
            take_out_of_sheets(IntakeSheet.objects.filter(announcement=announcement), typed)
            kind = announcement.get_category_display() or gettext("Object")
            IntakeSheet.objects.filter(announcement=announcement).update(item=str(kind)[:80], fault="")
            if name:
                transaction.on_commit(partial(storage.delete, name))
        count += 1
    return count


def _photo(sent: ContentFile[bytes] | uuid.UUID | None) -> Any:
    """Return the picture itself; the API sends the token of one that it sent before."""
    if not isinstance(sent, uuid.UUID):
        return sent or ""
    waiting = AnswerFile.objects.filter(token=sent, answer=None).first()
    if waiting is None or str(waiting.file.name).endswith(".pdf"):
        return ""
    with waiting.file.open("rb") as file:
        return ContentFile(file.read(), name=waiting.original_name)
