"""What each plugin keeps about people, and what it does about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail import hooks

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


@dataclass(frozen=True)
class PersonalData:
    """One kind of record about people, told to the network by the hook `register_personal_data`.

    `query` is a contact in the form that `maillage.privacy.contacts` keeps, an e-mail address (to be
    compared whatever its case) or a phone number in E.164, or else the reference that a plugin gave to
    one of its records: capital letters and figures, without spaces. A plugin that gives none finds nothing.

    - `label`: what it is, in the plural, in people's words: « Registrations ».
    - `find(query)`: the references of the records about that person, never the records themselves.
    - `export(query)`: all that is kept about them, as plain lists and dicts that JSON can hold.
    - `erase(query)`: forget the person now; return how many records forgot them.
    - `expire(today)`: forget a batch of people whose time has come on that date, in a transaction
      of its own; return how many records forgot somebody, 0 when nothing is left to do. It is
      called again until then, so it can be interrupted between batches and taken up later.

    What the register of processing says (GDPR, article 30), in sentences for people; `kept` is made from
    the settings in force:

    - `purpose`: what for. `basis`: by what right (article 6). `people`: about whom. `categories`: which data.
    - `recipients`: who reads them. `kept`: until when.
    """

    label: str
    find: Callable[[str], list[str]]
    export: Callable[[str], list[Any] | dict[str, Any]]
    erase: Callable[[str], int]
    expire: Callable[[date], int]
    purpose: str = ""
    basis: str = ""
    people: str = ""
    categories: str = ""
    recipients: str = ""
    kept: str = ""


def data_without_contact(label: str, expire: Callable[[date], int], **register: str) -> PersonalData:
    """Return a kind of record in which nobody can be looked for, by a contact or a reference; it only ends.

    `register` holds the sentences of the register of processing: `purpose`, `basis`, `people`,
    `categories`, `recipients`, `kept`.
    """
    return PersonalData(
        label=label,
        find=lambda _query: [],
        export=lambda _query: [],
        erase=lambda _query: 0,
        expire=expire,
        **register,
    )


def get_personal_data() -> list[PersonalData]:
    """Return what every installed plugin has registered, in the order of the hooks."""
    return [register() for register in hooks.get_hooks("register_personal_data")]
