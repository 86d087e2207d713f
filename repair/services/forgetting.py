"""Forget whose object it was, also where somebody typed it in the words of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.outbox.mailbox import forget_written_emails
from repair.categories import Category
from repair.models import DepositSlip, IntakeSheet, RepairRecord, RepairStep

from .records import save_record

if TYPE_CHECKING:
    from collections.abc import Iterable

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
