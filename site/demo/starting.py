"""A new site: empty, with one association and the invitation of the person who will write for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services import invite_editor
from demo.address import site_address
from demo.ledger import is_begun
from home.services import add_section, create_site
from maillage.places.models import OrganizationIndexPage
from maillage.places.services import create_organization
from maillage.places.starting import StartingSection, starting_sections
from maillage.privacy.contacts import ContactError, normalize_email

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Invitation


class BadAnswer(ValueError):
    """The answer cannot be used; the message says what to type instead."""


@dataclass(frozen=True, slots=True)
class Question:
    """`option` is the command's option that answers it in advance."""

    option: str
    words: object
    clean: Callable[[str], str]


def clean_text(most: int) -> Callable[[str], str]:
    """Return a function that reads a name of `most` characters at most; it raises BadAnswer."""

    def clean(answer: str) -> str:
        text = " ".join(answer.split())
        if not text or not text.isprintable():
            raise BadAnswer(_("Type a name, in plain letters."))
        if len(text) > most:
            raise BadAnswer(_("This name is too long: %(most)d characters at most.") % {"most": most})
        return text

    return clean


def clean_email(answer: str) -> str:
    """Read an e-mail address; raises BadAnswer."""
    try:
        return normalize_email(answer)
    except ContactError as error:
        raise BadAnswer(str(error)) from error


QUESTIONS = (
    Question("name", gettext_lazy("Name of the network"), clean_text(80)),
    Question("association", gettext_lazy("First association"), clean_text(120)),
    Question("email", gettext_lazy("E-mail address of the person who writes for it"), clean_email),
)

# What may be typed after --activities by a network that has none of them.
NO_ACTIVITY = "none"
YES, NO = {"", "o", "oui", "y", "yes"}, {"n", "non", "no"}


def activity_keys() -> list[str]:
    """Return what may be typed after --activities, several separated by commas."""
    return [section.key for section in starting_sections()]


def clean_activities(answer: str) -> list[StartingSection]:
    """Read « workshops,repair »; « none » is no section at all. Raises BadAnswer."""
    typed = {key.strip().casefold() for key in answer.split(",")} - {""}
    if typed == {NO_ACTIVITY}:
        return []
    known = activity_keys()
    if not typed or typed - set(known):
        raise BadAnswer(
            _("Type what the network does, separated by commas, among: %(keys)s; or “none”.")
            % {"keys": ", ".join(known)}
        )
    return [section for section in starting_sections() if section.key in typed]


def clean_yes_or_no(answer: str) -> bool:
    """Read a yes, which is also what an empty line says, or a no; raises BadAnswer."""
    typed = answer.strip().casefold()
    if typed not in YES | NO:
        raise BadAnswer(_("Type o for yes, or n for no."))
    return typed in YES


class SiteAlreadyThere(Exception):
    """The database already holds a site. `str()` says what to do."""

    def __init__(self) -> None:
        super().__init__(_("This database already holds a site: nothing was written. Use an empty database."))


@transaction.atomic
def start_site(
    *, network_name: str, association: str, editor_email: str, sections: Iterable[StartingSection]
) -> Invitation:
    """Make a site with one association and the sections of its activities, and invite its editor.

    Returns the invitation, whose e-mail leaves by the outbox. All or nothing. Raises SiteAlreadyThere
    when there is one.
    """
    if is_begun():
        raise SiteAlreadyThere
    hostname, port = site_address()
    home = create_site(network_name, hostname=hostname, port=port)
    for section in sections:
        add_section(home, section)
    organization = create_organization(name=association, parent_page=OrganizationIndexPage.objects.get())
    return invite_editor(email=editor_email, organization=organization)
