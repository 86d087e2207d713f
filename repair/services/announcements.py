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
from repair.finding import find_category
from repair.models import IntakeSheet, ItemAnnouncement

from .forgetting import take_out_of_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.models import Registration

WORDS = ("item", "brand", "model", "fault")


def announce_item(registration: Registration, answers: dict[str, Any]) -> ItemAnnouncement | None:
    """Keep the object that the form's cleaned `answers` describe, in the caller's transaction.

    Return None when they describe none. It is kept as long as the registration; changed, it is the same
    row, whose photo stays unless another one is sent.
    """
    if not answers.get("item"):
        return None
    announcement = announced_by(registration) or ItemAnnouncement(registration=registration)
    announcement.item = answers["item"]
    announcement.category = answers.get("item_category")
    announcement.brand = answers.get("item_brand", "")
    announcement.model = answers.get("item_model", "")
    announcement.age = answers.get("item_age")
    announcement.fault = answers.get("item_fault", "")
    _change_photo(announcement, answers.get("item_photo"))
    announcement.save()
    return announcement


def announced_by(registration: Registration) -> ItemAnnouncement | None:
    """Return the object that comes with `registration`, unless it was forgotten."""
    return registration.announced_items.filter(anonymized_at=None).first()


def initial_of(registration: Registration) -> dict[str, Any]:
    """Return the announced object by the names of the form's fields, its photo left out.

    A category that its name tells is left to be found again: the person may type another object.
    """
    announced = announced_by(registration)
    if announced is None:
        return {}
    chosen = None if announced.category == find_category(announced.item) else announced.category
    kept = {f"item_{name}": getattr(announced, name) for name in ("brand", "model", "age", "fault")}
    return {"item": announced.item, "item_category": chosen, **kept}


def _change_photo(announcement: ItemAnnouncement, sent: Any) -> None:
    photo = _photo(sent)
    if not photo:
        return
    if announcement.photo.name:
        transaction.on_commit(partial(announcement.photo.storage.delete, announcement.photo.name))
    announcement.photo = photo


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
