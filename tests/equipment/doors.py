"""A workshop with a machine in every state, who may come to its doors, and what they leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from equipment.models import LedgerEntry, Machine
from equipment.states import Custody, DataStatus, Step
from equipment.transitions import Role, Transition
from tests.equipment.factories import (
    guards_lifted,
    make_disk,
    make_machine,
    make_member,
    make_need,
    make_responsible,
    make_slip,
    make_workshop,
    prove,
)
from tests.places.factories import make_superuser, make_team_member

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.models import User
    from maillage.places.models import Organization


State = tuple[Step, Custody]
DONE = 302
STATES: list[State] = [(step, custody) for step in Step for custody in Custody]
# Who works here; who answers for the workshop; who has no role in it; whose workshop is another one.
WORKERS, LEADERS = ("member",), ("responsible", "superuser")
WITHOUT_ROLE = ("team", "facilitator", "coordinator", "nobody")
FOREIGN = ("their_member", "their_responsible", "leader_of_no_workshop")
ROLES = (*WORKERS, *LEADERS, *WITHOUT_ROLE, *FOREIGN, "anonymous")
WATCHED = ("equipment_", "outbox_message")


def clients(workshop: Organization) -> dict[str, Client]:
    """Return a browser for each of `ROLES`, signed in but for the anonymous one."""
    elsewhere = make_workshop("Les Voisins")
    people = {
        "member": make_member(workshop),
        "responsible": make_responsible(workshop),
        "superuser": make_superuser(),
        "team": make_team_member(),
        "facilitator": _in_group("lead_session"),
        "coordinator": _in_group("view_network_totals"),
        "nobody": _stranger("personne"),
        "their_member": make_member(elsewhere),
        "their_responsible": make_responsible(elsewhere),
        "leader_of_no_workshop": _in_group(Role.RESPONSIBLE.partition(".")[2]),
    }
    return {role: _browser(people.get(role)) for role in ROLES}


def _browser(user: User | None) -> Client:
    browser = Client()
    if user is not None:
        browser.force_login(user)
    return browser


def _stranger(name: str) -> User:
    user = get_user_model().objects.create_user(f"{name}@puces.example", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def _in_group(codename: str) -> User:
    user = _stranger(codename.replace("_", "-"))
    user.groups.add(Group.objects.get(permissions__codename=codename))
    return user


def in_every_state(workshop: Organization, *, is_proved: bool = True) -> dict[State, Machine]:
    """Make a machine in each of the 49 states, its disk proved or not."""
    machines = {state: make_machine(workshop) for state in STATES}
    data = DataStatus.ERASED if is_proved else DataStatus.TO_ERASE
    for machine in machines.values():
        disk = make_disk(machine)
        if is_proved:
            prove(disk, machine)
    with guards_lifted():
        for (step, custody), machine in machines.items():
            machine.step, machine.custody, machine.data_status = step, custody, data
            machine.save()
            told = {"to_step": step, "to_custody": custody, "to_data": data}
            before = timezone.now() - timedelta(days=9)
            LedgerEntry.objects.filter(machine=machine).update(at=before, **told)
    return machines


def typed_by(workshop: Organization) -> dict[str, str]:
    """Return what somebody types in the form of any transition, all of it right."""
    return {
        "reason": "broken",
        "words": "Un mot pour le dire.",
        "signed_by": "Le président",
        "situation": "person",
        "due_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "price_cents": "40",
        "need": str(make_need(workshop).pk),
        "slip": str(make_slip(workshop).pk),
    }


@dataclass(frozen=True)
class Left:
    """What a gesture changed: for each table that changed, how many rows went and how many came."""

    gone: dict[str, int]
    come: dict[str, int]

    @property
    def is_nothing(self) -> bool:
        """Whether not one cell changed."""
        return not self.gone and not self.come


class Watched:
    """Every row of the workshop and of the outbox, as they are before anything is tried."""

    def __init__(self) -> None:
        self.tables = [name for name in connection.introspection.table_names() if name.startswith(WATCHED)]
        self.before = self._rows()

    def _rows(self) -> dict[str, set[tuple[str, ...]]]:
        with connection.cursor() as cursor:
            return {table: self._read(cursor, table) for table in self.tables}

    @staticmethod
    def _read(cursor: object, table: str) -> set[tuple[str, ...]]:
        cursor.execute(f"SELECT * FROM {table}")
        return {tuple(map(str, row)) for row in cursor.fetchall()}

    def left(self) -> Left:
        """Return what is no longer as it was."""
        now = self._rows()
        gone = {table: len(rows - now[table]) for table, rows in self.before.items()}
        come = {table: len(now[table] - rows) for table, rows in self.before.items()}
        return Left({name: n for name, n in gone.items() if n}, {name: n for name, n in come.items() if n})


@contextmanager
def taken_back() -> Iterator[None]:
    """Try something, and leave nothing of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def target(machine: Machine, row: Transition) -> tuple[str, str]:
    """Return the step and the custody that the transition leads to from where the machine is."""
    return str(row.to_step or machine.step), str(row.to_custody or machine.custody)


def state_of(machine: Machine) -> State:
    """Return where the database says that the machine is."""
    return Machine.objects.values_list("step", "custody").get(pk=machine.pk)


def words_of(answer: HttpResponse) -> str:
    """Return what is read on the page, with plain blanks."""
    return plain(unescape(answer.content.decode()))


def plain(text: str) -> str:
    """Return `text` with plain blanks."""
    return text.replace("\xa0", " ").replace("\u202f", " ")
