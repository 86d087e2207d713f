"""What a trigger refused, as a domain error with its sentence for people."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from equipment.errors import EquipmentError, NotProved, WrongState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARK = "equipment:"


@contextmanager
def translate_trigger_errors() -> Iterator[None]:
    """Raise as an EquipmentError what a guard refused; other errors of the database stay what they are.

    It goes around the transaction: inside, nothing more could be asked of the database.
    """
    try:
        yield
    except IntegrityError as error:
        refusal = trigger_refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def trigger_refusal(error: IntegrityError) -> EquipmentError | None:
    """Return the refusal that `error` tells, None when it is none of the guards."""
    _before, found, after = str(error).partition(MARK)
    if not found:
        return None
    code = (after.split() or [""])[0]
    make = _WORDS.get(code, _kept)
    refusal = make()
    refusal.code = code
    return refusal


def _kept() -> EquipmentError:
    return EquipmentError(_("What is written in the ledger is never changed: write what corrects it."))


def _moved_meanwhile() -> EquipmentError:
    return WrongState(_("Somebody changed this machine at the same moment. Look at it again."))


_WORDS: dict[str, Callable[[], EquipmentError]] = {
    "disk-is-proved": lambda: NotProved(
        _("A disk of this machine is not proved to be erased: it cannot leave.")
    ),
    "clean-is-proved": lambda: NotProved(_("Nothing proves that this machine’s disks are erased.")),
    "every-disk-is-seen": lambda: NotProved(
        _(
            "A disk of this machine may not have been seen. Open it or boot it, note each disk that it holds,"
            " then sign “Here is what it holds”."
        )
    ),
    "no-disk-is-said-where-none-is-shown": lambda: NotProved(
        _(
            "An inventory of this machine shows storage. Open it or boot it, then sign “Here is what it"
            " holds”."
        )
    ),
    "moving-disk-is-proved": lambda: NotProved(
        _("Nothing proves that this disk is erased: it cannot leave the workshop.")
    ),
    "mistake-is-typed": lambda: WrongState(
        _(
            "Only a disk that was typed here, and of which nothing was found or imported since, was typed by"
            " mistake. Note that it was erased or destroyed."
        )
    ),
    "part-stays-in-what-left": lambda: WrongState(
        _("This part is in a machine that has left. Note first that the machine came back.")
    ),
    "no-disk-in-what-left": lambda: WrongState(_("This machine has left. Note first that it came back.")),
    "no-part-in-a-merged-tag": lambda: WrongState(_("This tag leads to another machine: open that one.")),
    "proof-comes-before-the-exit": lambda: WrongState(
        _("This machine has left. Note first that it came back.")
    ),
    "acceptance-follows-a-reservation": lambda: WrongState(
        _("There is no reservation to accept: import the log of the erasure first.")
    ),
    "withdrawal-follows-a-typed-failure": lambda: WrongState(
        _("Only a failure that somebody noted by hand is withdrawn. A tool’s own log stands.")
    ),
    "sending-back-is-signed": lambda: NotProved(
        _("Say why the machine goes back to its donor, and who signs.")
    ),
    "only-the-donors-data-goes-back": lambda: NotProved(
        _("A disk of this machine may hold somebody else’s data: it does not go back to its donor.")
    ),
    "merge-is-one-step": lambda: WrongState(
        _("These two tags cannot be made one: both machines must be with us, and neither merged already.")
    ),
    "merged-stands-still": lambda: WrongState(_("This tag leads to another machine: open that one.")),
    "entry-fits": _moved_meanwhile,
    "state-is-told": _moved_meanwhile,
    "move-follows": _moved_meanwhile,
    "entry-is-in-the-table": lambda: WrongState(_("This cannot be done from where the machine is.")),
}
