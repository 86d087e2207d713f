"""Keep the object that somebody announces, and forget whose objects they were."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from maillage.bookings.models import AnswerFile
from maillage.outbox.mailbox import forget_written_emails
from repair.categories import Category
from repair.finding import find_category
from repair.models import DepositSlip, IntakeSheet, ItemAnnouncement, RepairRecord, RepairStep
from repair.services.records import save_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.models import Registration

OWNER = ("name", "phone", "email")
# « de », « la »: parts of a name that are in every sentence.
SHORTEST_WORD = 3
SHEET_WORDS = ("item", "fault")
RECORD_WORDS = ("partner_product_category", "problem", "advice", "safety_reason", "brand", "model")
STEP_WORDS = ("observation", "cause", "action", "result")


def forget_owners(slips: Iterable[DepositSlip]) -> int:
    """Empty the name and the contacts of `slips`, wherever typed; return how many slips there were."""
    count = 0
    for slip in slips:
        with transaction.atomic():
            secrets = {slip.phone, slip.email, *_name_words(slip.name)} - {""}
            DepositSlip.objects.filter(pk=slip.pk).update(
                **dict.fromkeys(OWNER, ""), anonymized_at=timezone.now()
            )
            take_out_of_sheets(IntakeSheet.objects.filter(pk=slip.sheet_id), secrets)
            if slip.email:
                # Where e-mails are files, the reminder is one.
                forget_written_emails([slip.email])
        count += 1
    return count


def take_out_of_sheets(sheets: Iterable[IntakeSheet], secrets: Iterable[str]) -> None:
    """Empty every text of `sheets`, of their records and their steps that holds one of `secrets`.

    What the object was is said by its category then. A text that is a secret itself is emptied too.
    """
    wanted = [secret.casefold() for secret in secrets if secret]
    for sheet in sheets:
        for name in SHEET_WORDS:
            if _holds(getattr(sheet, name), wanted):
                setattr(sheet, name, _kind(sheet.category) if name == "item" else "")
        sheet.save(update_fields=[*SHEET_WORDS, "updated_at"])
        for record in RepairRecord.objects.filter(Q(sheet=sheet) | Q(previous__sheet=sheet)):
            _take_out_of_record(record, wanted)


def _take_out_of_record(record: RepairRecord, wanted: list[str]) -> None:
    found = [name for name in RECORD_WORDS if _holds(getattr(record, name), wanted)]
    for name in found:
        setattr(record, name, _instead(record, name))
    if found:
        save_record(record)
    for step in record.steps.all():
        texts = [getattr(step, name) for name in STEP_WORDS]
        if any(_holds(text, wanted) for text in texts):
            RepairStep.objects.filter(pk=step.pk).delete()


def _instead(record: RepairRecord, name: str) -> str:
    if name == "partner_product_category":
        return _kind(record.category)
    # A test that was not done keeps a reason: the database asks for one.
    return _("(erased)") if name == "safety_reason" else ""


def _holds(text: str, wanted: list[str]) -> bool:
    folded = text.casefold()
    return any(word in folded for word in wanted)


def _name_words(name: str) -> set[str]:
    return {name, *(word for word in name.split() if len(word) >= SHORTEST_WORD)}


def _kind(category: int | None) -> str:
    return str(Category(category).label) if category else _("Object")


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
