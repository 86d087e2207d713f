"""What may be done to a machine, as data: from where, to where, by whom, if what, with which papers.

The services apply the table, the screens draw their buttons from it, and the tests walk through all of it.
Erasing, accepting a reservation and the other findings about data are not here: they change the axis « data »
by a proof, and `services/proofs.py` writes their entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from equipment.states import EXITS, Custody, Step

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Role(StrEnum):
    """The permission that a transition needs, on top of belonging to the machine's organisation."""

    MEMBER = "equipment.work_on_machines"
    RESPONSIBLE = "equipment.answer_for_machines"


class Condition(StrEnum):
    """What must be true of the machine; `conditions.py` knows how to look, and what to say."""

    DISKS_PROVED = "disks_proved"
    GRADED = "graded"
    NOT_FOR_PARTS = "not_for_parts"
    KEPT_FOR_THIS_NEED = "kept_for_this_need"
    ONLY_THE_DONORS_DATA = "only_the_donors_data"


class Required(StrEnum):
    """What must be given with the transition: a keyword of `apply()`."""

    REASON = "reason"
    WORDS = "words"
    SIGNED_BY = "signed_by"
    DUE_ON = "due_on"
    SITUATION = "situation"
    PRICE = "price_cents"
    REQUEST = "need"
    SLIP = "slip"


class Paper(StrEnum):
    """What is printed."""

    HAND_OVER = "hand_over"
    LOAN = "loan"
    RECYCLING = "recycling"


@dataclass(frozen=True)
class Transition:
    """One row of the table. `to_*` None leaves that axis as it is."""

    code: str
    label: StrPromise
    from_steps: frozenset[Step]
    from_custodies: frozenset[Custody]
    role: Role = Role.MEMBER
    to_step: Step | None = None
    to_custody: Custody | None = None
    conditions: tuple[Condition, ...] = ()
    requires: tuple[Required, ...] = ()
    papers: tuple[Paper, ...] = ()

    def starts_from(self, step: str, custody: str) -> bool:
        """Tell whether a machine in this state may be moved by it."""
        return step in self.from_steps and custody in self.from_custodies

    @property
    def is_exit(self) -> bool:
        """Whether the machine leaves the house with whatever its disks hold."""
        return self.to_custody in EXITS


def _steps(*steps: Step) -> frozenset[Step]:
    return frozenset(steps)


OURS = frozenset({Custody.OURS})
AT_HAND = frozenset({Custody.OURS, Custody.RESERVED})
ANY_STEP = frozenset(Step)

_ROWS = (
    Transition(
        "diagnose",
        pgettext_lazy("transition", "Diagnose"),
        _steps(Step.ARRIVED),
        OURS,
        to_step=Step.DIAGNOSED,
    ),
    Transition(
        "wipe",
        pgettext_lazy("transition", "Data is erased"),
        _steps(Step.DIAGNOSED),
        OURS,
        to_step=Step.WIPED,
        conditions=(Condition.DISKS_PROVED,),
    ),
    Transition(
        "refurbish",
        pgettext_lazy("transition", "Refurbished"),
        _steps(Step.WIPED),
        OURS,
        to_step=Step.REFURBISHED,
        conditions=(Condition.DISKS_PROVED,),
    ),
    Transition(
        "test",
        pgettext_lazy("transition", "Every function tested"),
        _steps(Step.REFURBISHED),
        OURS,
        to_step=Step.TESTED,
        conditions=(Condition.DISKS_PROVED,),
    ),
    Transition(
        "make_ready",
        pgettext_lazy("transition", "Ready to leave"),
        _steps(Step.TESTED),
        OURS,
        to_step=Step.READY,
        conditions=(Condition.DISKS_PROVED, Condition.GRADED, Condition.NOT_FOR_PARTS),
    ),
    Transition(
        "back_to_bench",
        pgettext_lazy("transition", "Back to the bench"),
        _steps(Step.WIPED, Step.REFURBISHED, Step.TESTED, Step.READY),
        OURS,
        to_step=Step.DIAGNOSED,
        requires=(Required.WORDS,),
    ),
    Transition(
        "reserve",
        pgettext_lazy("transition", "Keep for somebody"),
        _steps(Step.READY),
        OURS,
        to_custody=Custody.RESERVED,
        conditions=(Condition.DISKS_PROVED,),
        requires=(Required.REQUEST,),
    ),
    Transition(
        "release",
        pgettext_lazy("transition", "No longer kept"),
        _steps(Step.READY),
        frozenset({Custody.RESERVED}),
        to_custody=Custody.OURS,
    ),
    Transition(
        "lend",
        pgettext_lazy("transition", "Lend"),
        _steps(Step.READY),
        AT_HAND,
        to_custody=Custody.LENT,
        conditions=(Condition.DISKS_PROVED, Condition.KEPT_FOR_THIS_NEED),
        requires=(Required.DUE_ON, Required.SITUATION),
        papers=(Paper.LOAN,),
    ),
    Transition(
        "give",
        pgettext_lazy("transition", "Give"),
        _steps(Step.READY),
        AT_HAND,
        to_custody=Custody.GIVEN,
        conditions=(Condition.DISKS_PROVED, Condition.KEPT_FOR_THIS_NEED),
        requires=(Required.SITUATION,),
        papers=(Paper.HAND_OVER,),
    ),
    Transition(
        "sell",
        pgettext_lazy("transition", "Sell"),
        _steps(Step.READY),
        AT_HAND,
        to_custody=Custody.SOLD,
        conditions=(Condition.DISKS_PROVED, Condition.KEPT_FOR_THIS_NEED),
        requires=(Required.SITUATION, Required.PRICE),
        papers=(Paper.HAND_OVER,),
    ),
    Transition(
        "dismantle",
        pgettext_lazy("transition", "Dismantle"),
        ANY_STEP - {Step.DISMANTLED},
        OURS,
        to_step=Step.DISMANTLED,
    ),
    Transition(
        "recycle",
        pgettext_lazy("transition", "Send to recycling"),
        ANY_STEP,
        OURS,
        to_custody=Custody.RECYCLED,
        conditions=(Condition.DISKS_PROVED,),
        requires=(Required.SLIP,),
        papers=(Paper.RECYCLING,),
    ),
    Transition(
        "send_back",
        pgettext_lazy("transition", "Refuse, or give back to its donor"),
        _steps(Step.ARRIVED, Step.DIAGNOSED),
        OURS,
        role=Role.RESPONSIBLE,
        to_custody=Custody.SENT_BACK,
        conditions=(Condition.ONLY_THE_DONORS_DATA,),
        requires=(Required.WORDS, Required.SIGNED_BY),
    ),
    Transition(
        "take_back",
        pgettext_lazy("transition", "It came back"),
        ANY_STEP,
        frozenset({*EXITS, Custody.SENT_BACK}),
        to_step=Step.ARRIVED,
        to_custody=Custody.OURS,
        requires=(Required.REASON,),
    ),
)

TRANSITIONS: dict[str, Transition] = {row.code: row for row in _ROWS}


class ReturnReason(StrEnum):
    """Why a machine came back: a code in the ledger."""

    END_OF_LOAN = "end_of_loan"
    BROKEN = "broken"
    UNSUITABLE = "unsuitable"
    NOT_NEEDED = "not_needed"
    OTHER = "other"
