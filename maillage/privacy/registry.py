"""What each plugin keeps about people, and the register of processing (GDPR, article 30) made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from wagtail import hooks

from maillage.privacy.conf import get_conf

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


class Controller(NamedTuple):
    """Who answers for data: a name, and how to reach them."""

    name: str
    contact: str


class Processor(NamedTuple):
    """Who works on the data for the controllers."""

    name: str
    purpose: str
    where: str


@dataclass(frozen=True)
class Entry:
    """One processing: its name, and what is said about it as pairs of a heading and a sentence."""

    label: str
    facts: list[tuple[str, str]]


def controllers() -> list[Controller]:
    """Return who answers for the data, from the hook `register_controllers`: functions that yield pairs."""
    found = hooks.get_hooks("register_controllers")
    return [Controller(*pair) for register in found for pair in register()]


def processors() -> list[Processor]:
    """Return who works for them, from the setting `PROCESSORS`."""
    return [Processor(*row) for row in get_conf()["PROCESSORS"]]


def entries() -> list[Entry]:
    """Return one entry for each kind of record that an installed plugin keeps about people."""
    return [Entry(str(data.label), _facts(data)) for data in get_personal_data()]


def _facts(data: PersonalData) -> list[tuple[str, str]]:
    facts = [
        (_("What for"), data.purpose),
        (_("By what right"), data.basis),
        (_("About whom"), data.people),
        (_("Which data"), data.categories),
        (_("Who reads them"), data.recipients),
        (_("Until when"), data.kept),
    ]
    return [(heading, str(words)) for heading, words in facts if words]


def protections() -> list[str]:
    """Return how the data are protected, the same for every processing."""
    return [
        _("Each association sees its own people; the network's team sees totals."),
        _("Who looked at a list of people, or took it away, is written down."),
        _("Files that people send lie out of the public folder, under names that tell nothing."),
        _("Links in e-mails are signed and can be revoked. Connections are encrypted."),
        _("What has come to its end is erased each day by the site itself."),
    ]


def as_text() -> str:
    """Return the register as plain text, to be printed or kept in a file."""
    parts = [_title(_("Register of processing"))]
    parts.append(
        _listing(_("Who answers for the data"), [", ".join(filter(None, one)) for one in controllers()])
    )
    for entry in entries():
        parts.append(_listing(entry.label, [f"{heading} : {words}" for heading, words in entry.facts]))
    parts.append(_listing(_("Who works on the data for them"), [", ".join(row) for row in processors()]))
    parts.append(_listing(_("How the data are protected"), protections()))
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(words: str) -> str:
    return f"{words}\n{'=' * len(words)}"


def _listing(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    return "\n".join([title, "-" * len(title), *(f"- {line}" for line in lines)])
