"""Many people want the same machine at the same moment: threads of several processes, by the services."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import Counter
from dataclasses import dataclass

from tests.support.processes import site_environment

START_WITHIN_SECONDS = 120


@dataclass(frozen=True)
class Grab:
    """Everybody applies `code` to the machine, each for a request of their own."""

    database_url: str
    machine: int
    code: str
    needs: tuple[int, ...]
    processes: int = 2


def run(grab: Grab) -> Counter[str]:
    """Let everybody try at once; return how many were done, and how many were refused by which error."""
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(len(grab.needs)), context.Queue()
    shares = [grab.needs[number :: grab.processes] for number in range(grab.processes)]
    members = [context.Process(target=_process, args=(grab, share, barrier, answers)) for share in shares]
    for member in members:
        member.start()
    total: Counter[str] = Counter()
    for _member in members:
        total.update(answers.get(timeout=START_WITHIN_SECONDS))
    for member in members:
        member.join()
    return total


def _process(grab: Grab, needs: tuple[int, ...], barrier, answers) -> None:
    os.environ.update(site_environment(grab.database_url))
    import django  # noqa: PLC0415 - set up in this process, on the database of the race

    django.setup()
    counts: Counter[str] = Counter()
    lock = threading.Lock()

    def person(need: int) -> None:
        told = _try(grab, need, barrier)
        with lock:
            counts[told] += 1

    people = [threading.Thread(target=person, args=(need,)) for need in needs]
    for one in people:
        one.start()
    for one in people:
        one.join()
    answers.put(counts)


def _try(grab: Grab, need: int, barrier) -> str:
    from django.db import connection  # noqa: PLC0415 - as above

    from equipment.errors import EquipmentError  # noqa: PLC0415
    from equipment.models import Machine, Need  # noqa: PLC0415
    from equipment.services import apply  # noqa: PLC0415

    machine, asked = Machine.objects.get(pk=grab.machine), Need.objects.get(pk=need)
    given = {"need": asked, "situation": asked.situation} if grab.code == "give" else {"need": asked}
    barrier.wait(START_WITHIN_SECONDS)
    try:
        apply(machine, grab.code, by=None, **given)
    except EquipmentError as refusal:
        return type(refusal).__name__
    finally:
        connection.close()
    return "done"
