"""What a machine holds, said by who opened it or booted it: it settles the doubts that inventories leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conditions import as_it_stands, disks_in, in_words, left_open, shown_storage
from equipment.db_triggers.errors import translate_trigger_errors
from equipment.errors import Missing, NotAllowed, NotProved, WrongState
from equipment.models import DataProof, Evidence, ProofKind
from equipment.services.ledger import check_role, lock, project, write_details
from equipment.states import GONE
from equipment.transitions import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.models import EntryDetails, Machine


LONGEST_WORDS = 500


@translate_trigger_errors()
@transaction.atomic
def note_contents(
    machine: Machine,
    *,
    by: AbstractBaseUser | None,
    words: str,
    signed_by: str = "",
    shown: str | None = None,
) -> DataProof:
    """Write that `by` opened or booted the machine: it holds the disks that are noted in it, and no other.

    `words` say how it was looked at and what was seen; `signed_by` is who answers when it is not `by`. Every
    inventory that leaves a doubt, or shows storage, is answered for. Without a disk noted inside, that there
    is none is written with it. `shown` is `as_it_stands()` when they looked: nobody signs for what they have
    not seen. Raises NotAllowed, Missing without words, WrongState when it is not here or has changed since.
    """
    check_role(machine, Role.MEMBER, by)
    if by is None and not signed_by.strip():
        raise NotAllowed(_("Only the people in charge of this workshop can do this."))
    if not words.strip():
        raise Missing(_("Say how you looked, and what the machine holds."), field="words")
    machine = lock(machine)
    check_is_here(machine)
    if shown is not None and shown != as_it_stands(machine):
        raise WrongState(_("Something was noted about this machine meanwhile. Look again before you sign."))
    details = write_details(by, words=words.strip()[:LONGEST_WORDS], signed_by=signed_by.strip()[:120])
    proof = answer_for(machine, details=details)
    if project(machine, details=details) is None:
        # The stock and the search follow the machine, and nothing else of it changes.
        machine.save(update_fields=["updated_at"])
    return proof


def check_is_here(machine: Machine) -> None:
    """Raise WrongState when the machine, locked, is not with us under this tag."""
    if machine.custody in GONE or machine.merged_into_id:
        raise WrongState(_("This machine is not here: nobody can have opened it."))


def check_none_is_shown(machine: Machine) -> None:
    """Raise NotProved when an inventory shows storage: « no disk » in one word would hide it."""
    shown = list(shown_storage(machine).order_by("pk"))
    if shown:
        message = _(
            "An inventory of this machine shows storage. %(shown)s Note each disk that it holds, to be erased"
            " or destroyed; if it holds none, sign “Here is what it holds”."
        )
        raise NotProved(message % {"shown": " ".join(map(in_words, shown))})


def answer_for(
    machine: Machine, *, details: EntryDetails | None, at: datetime | None = None, reason: str = ""
) -> DataProof:
    """Write the signed list of what a locked machine holds: it settles what the inventories left open."""
    asked = left_open(machine)
    said = {"machine": machine, "at": after(asked, at), "details": details}
    proof = DataProof.objects.create(kind=ProofKind.CONTENTS, proves=False, reason=reason, **said)
    settle(asked, proof)
    if not disks_in(machine).exists():
        DataProof.objects.create(kind=ProofKind.NO_STORAGE, proves=True, **said)
    return proof


def after(asked: list[Evidence], at: datetime | None = None) -> datetime:
    """Return when an answer is given: now, or `at`, and never before what it answers for."""
    return max([at or timezone.now(), *(each.received_at for each in asked)])


def settle(asked: list[Evidence], proof: DataProof) -> None:
    """Let a finding about a locked machine answer for these inventories of it."""
    Evidence.objects.filter(pk__in=[each.pk for each in asked]).update(settled_by=proof)
