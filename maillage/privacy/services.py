"""A person's rights, over everything that the plugins keep: to know, to take away, to be forgotten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import transaction

from maillage.privacy.contacts import ContactError, normalize_email, normalize_phone
from maillage.privacy.registry import get_personal_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from maillage.privacy.registry import PersonalData


# What a plugin may give to a record and somebody read aloud: « K7PM 4QXT ».
_REFERENCE = re.compile(r"^(?=.*[A-Z])[A-Z0-9]{8,20}$")
_BETWEEN = re.compile(r"[\s.\-]+")


def read_query(text: str) -> str:
    """Return an e-mail address, a phone or a reference in the form that is kept; raises ContactError."""
    if "@" in text:
        return normalize_email(text)
    try:
        return normalize_phone(text)
    except ContactError:
        reference = _BETWEEN.sub("", text).upper()
        if not _REFERENCE.match(reference):
            raise
        return reference


def find_person(query: str) -> dict[str, list[str]]:
    """Return by label the references of the records about a person; only labels that have some.

    `query` is an e-mail address, a phone number or a reference, however typed. Raises ContactError.
    """
    query = read_query(query)
    found = {str(entry.label): entry.find(query) for entry in get_personal_data()}
    return {label: references for label, references in found.items() if references}


def export_person(query: str) -> dict[str, Any]:
    """Return by label all that is kept about a person, as plain values that JSON can hold.

    Raises ContactError when `query` is neither an e-mail address, nor a phone number, nor a reference.
    """
    query = read_query(query)
    exported = {str(entry.label): entry.export(query) for entry in get_personal_data()}
    return {label: records for label, records in exported.items() if records}


def erase_person(query: str) -> dict[str, int]:
    """Forget a person everywhere or nowhere; return by label how many records forgot them.

    Raises ContactError when `query` is neither an e-mail address, nor a phone number, nor a reference.
    """
    query = read_query(query)
    with transaction.atomic():
        return {str(entry.label): entry.erase(query) for entry in get_personal_data()}


def expire_all(today: date, *, dry_run: bool = False) -> Iterator[tuple[str, int]]:
    """Forget those whose time has come on `today`; yield each label with how many records did.

    Each batch is a transaction: an interruption keeps what is done, and running it again does the
    rest. With `dry_run`, everything is counted and undone.
    """
    for entry in get_personal_data():
        if dry_run:
            with transaction.atomic():
                count = _expire(entry, today)
                transaction.set_rollback(True)
        else:
            count = _expire(entry, today)
        yield str(entry.label), count


def _expire(entry: PersonalData, today: date) -> int:
    """Call the entry batch after batch; return how many records forgot somebody."""
    total = 0
    while count := entry.expire(today):
        total += count
    return total
