"""What the benchmark of the list of machines runs in the site's own process."""

from __future__ import annotations

import json
import random
import time
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from equipment.models import Machine
from equipment.states import Custody, DataStatus, Kind, Step
from tests.benchmarks.rows import in_turns
from tests.equipment.factories import guards_lifted, make_workshop

FILTERED = {"step": Step.TESTED, "custody": Custody.OURS}
PAGE = 50
# What the list asks: a page of rows with what they name, and how many there are up to its bound.
ROWS = """
SELECT m.*, o.*, s.*, l.* FROM equipment_machine m
JOIN places_organization o ON o.id = m.organization_id
LEFT JOIN equipment_shelf s ON s.id = m.shelf_id LEFT JOIN equipment_lot l ON l.id = m.lot_id
WHERE m.merged_into_id IS NULL AND m.step = %s AND m.custody = %s ORDER BY m.step_since, m.id LIMIT 50
"""
COUNT = """
SELECT COUNT(*) FROM (SELECT 1 FROM equipment_machine m
WHERE m.merged_into_id IS NULL AND m.step = %s AND m.custody = %s LIMIT 10000) counted
"""


def measure(number: int, *, rounds: int) -> None:
    """Fill, ask in turns, and print the medians in milliseconds and the numbers of queries as JSON."""
    workshop = make_workshop()
    _fill(workshop, PAGE)
    few = _queries()
    _fill(workshop, number - PAGE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ours, plain = in_turns(lambda: _timed(_ours), lambda: _timed(_plain), rounds=rounds)
    told = {"ours": ours * 1000, "plain": plain * 1000, "queries": _queries(), "queries_of_few": few}
    print(json.dumps(told))


def _fill(workshop: Any, number: int) -> None:
    chance, now = random.Random(7), timezone.now()
    with guards_lifted():
        Machine.objects.bulk_create(
            (
                Machine(
                    organization=workshop,
                    step=chance.choice(list(Step)),
                    custody=chance.choice(list(Custody)),
                    data_status=DataStatus.ERASED,
                    kind=Kind.LAPTOP,
                    maker="Dell",
                    model=f"Latitude {chance.randint(1000, 9999)}",
                    step_since=now - timedelta(minutes=chance.randint(0, 500_000)),
                )
                for _each in range(number)
            ),
            batch_size=1000,
        )


def _ours() -> None:
    rows = Machine.objects.standing().filter(**FILTERED).select_related("organization", "shelf", "lot")
    list(rows.order_by("step_since", "pk")[:PAGE])
    rows.order_by()[:10_000].count()


def _plain() -> None:
    with connection.cursor() as cursor:
        for statement in (ROWS, COUNT):
            cursor.execute(statement, list(FILTERED.values()))
            cursor.fetchall()


def _timed(do: Any) -> float:
    # The processor's time: others work on the machine too.
    began = time.process_time()
    do()
    return time.process_time() - began


def _queries() -> int:
    """How many questions the whole screen asks, filtered and sorted."""
    client = Client()
    users = get_user_model().objects
    user = users.filter(is_superuser=True).first() or users.create_superuser("bench@maison.example", "x")
    client.force_login(user)
    address = reverse("equipment_machines:index")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, {**FILTERED, "ordering": "step_since"})
    if answer.status_code != 200:
        raise AssertionError(f"{address} answers {answer.status_code}")
    return len(queries)
