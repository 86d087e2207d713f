"""Two imports at once: one machine."""

from __future__ import annotations

import json
import threading

import pytest
from django.db import connection

from equipment.models import Evidence, Machine
from equipment.services.inventory import Importing, import_inventory
from maillage.places.models import Organization
from tests.equipment.evidence_samples import document, raw, sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(files, asked):
    results, start = [], threading.Barrier(len(files))

    def work(file):
        start.wait()
        try:
            results.append(import_inventory(file, asked))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[file]) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(result.outcome for result in results)


@pytest.fixture
def asked():
    return Importing(Organization.objects.create(name="Les Puces", slug="les-puces"))


def test_the_same_file_twice_at_once_makes_one_machine(asked):
    outcomes = at_once([sample("lshw-laptop.json")] * 2, asked)
    assert (outcomes, Machine.objects.count()) == (["created", "unchanged"], 1)


def test_two_files_about_one_machine_at_once_make_one_machine(asked):
    other = raw(json.dumps(document("lshw-laptop.json") | {"width": 32}))
    at_once([sample("lshw-laptop.json"), other], asked)
    assert (Machine.objects.count(), Evidence.objects.count()) == (1, 2)
