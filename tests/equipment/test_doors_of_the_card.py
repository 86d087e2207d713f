"""The table of transitions at the door of the card, `/m/<tag>/faire/<code>`: every state, every role."""

from __future__ import annotations

import pytest
from django.urls import reverse

from equipment.models import LedgerEntry
from equipment.transitions import TRANSITIONS, Role, Transition

from .doors import (
    DONE,
    FOREIGN,
    LEADERS,
    ROLES,
    STATES,
    WITHOUT_ROLE,
    Watched,
    state_of,
    taken_back,
    target,
    words_of,
)

pytestmark = pytest.mark.django_db

NOT_FROM_HERE = "» n’est pas possible : la machine en est à « "
NOT_ALLOWED = "Seules les personnes chargées de cet atelier peuvent le faire."
# The table where a transition leaves its row, beside the ledger.
PAPERS = {
    "lend": "equipment_loan",
    "give": "equipment_handover",
    "sell": "equipment_handover",
    "recycle": "equipment_recyclingslip_entries",
}


def press(browser, machine, code, typed):
    return browser.post(reverse("equipment_workshop:move", args=[machine.tag, code]), typed)


def start_of(machines, row):
    return machines[next(state for state in STATES if row.starts_from(*state))]


@pytest.mark.slow
def test_the_card_does_what_the_table_says_from_every_state(machines, typed, browsers):
    watched, told, wanted = Watched(), {}, {}
    for code, row in TRANSITIONS.items():
        for state, machine in machines.items():
            with taken_back():
                answer = press(browsers["responsible"], machine, code, typed)
                told[code, state] = (answer.status_code, written(machine), *state_of(machine))
                complaint = complain(code, answer, watched.left())
            assert not complaint, (code, state, complaint)
            here = row.starts_from(*state)
            wanted[code, state] = (DONE, 1, *target(machine, row)) if here else (409, 0, *state)
    assert told == wanted


def written(machine):
    """How many rows the ledger got since the machine arrived."""
    return LedgerEntry.objects.filter(machine=machine, sequence__gt=1).count()


def complain(code, answer, left):
    """What is wrong with what a gesture answers and leaves; nothing when all is well."""
    if answer.status_code == DONE:
        wanted = {"equipment_ledgerentry", "equipment_machine", PAPERS.get(code, "equipment_machine")}
        return "" if all(left.come.get(table) == 1 for table in wanted) else f"it left {left}"
    if not left.is_nothing:
        return f"refused, it left {left}"
    return "" if NOT_FROM_HERE in words_of(answer) else "it does not say why"


def test_the_card_opens_each_transition_to_its_role_alone(machines, typed, browsers):
    watched, told, wanted = Watched(), {}, {}
    for code, row in TRANSITIONS.items():
        machine = start_of(machines, row)
        for role, browser in browsers.items():
            with taken_back():
                answer = press(browser, machine, code, typed)
                left = watched.left()
            told[code, role] = answer.status_code, left.come.get("equipment_ledgerentry", 0)
            assert left.is_nothing or told[code, role] == (DONE, 1), (code, role, left)
            assert answer.status_code != 409 or NOT_ALLOWED in words_of(answer), (code, role)
            wanted[code, role] = expected(row, role)
    assert told == wanted
    assert {role for _code, role in told} == set(ROLES)


def expected(row: Transition, role: str) -> tuple[int, int]:
    """What the role is answered where the transition starts, and the rows of the ledger that it leaves."""
    if role in WITHOUT_ROLE:
        return 403, 0
    if role in FOREIGN:
        return 404, 0
    if role == "anonymous":
        # To the door where one signs in.
        return 302, 0
    if row.role == Role.RESPONSIBLE and role not in LEADERS:
        return 409, 0
    return DONE, 1


def test_who_is_not_signed_in_is_led_to_the_door_and_back(machines, browsers):
    machine = machines[STATES[0]]
    answer = press(browsers["anonymous"], machine, "diagnose", {})
    assert answer.url == f"{reverse('wagtailadmin_login')}?next=/m/{machine.tag}/faire/diagnose"


def test_the_card_asks_for_what_is_missing_and_leaves_nothing(machines, browsers):
    watched = Watched()
    asking = {code: row for code, row in TRANSITIONS.items() if row.requires}
    for code, row in asking.items():
        answer = press(browsers["responsible"], start_of(machines, row), code, {})
        assert answer.status_code == 422, code
        assert set(answer.context["form"].errors) == set(row.requires), code
    assert asking
    assert watched.left().is_nothing


def test_a_code_that_the_table_does_not_hold_is_no_address(machines, typed, browsers):
    watched = Watched()
    codes = ["undo", "receive", "opening", "data", "import_undone", "merge", "unmerge"]
    answers = [press(browsers["superuser"], machines[STATES[0]], code, typed).status_code for code in codes]
    assert answers == [404] * len(codes)
    assert watched.left().is_nothing
