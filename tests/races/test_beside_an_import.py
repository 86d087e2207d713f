"""A long import in the worker: people register meanwhile, and nothing stays of one that is killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.outbox.greeter_site import wait_for_line
from tests.support.paths import ROOT_DIR
from tests.support.processes import run_python, site_environment
from tests.support.servers import LiveSite, on_both_databases

from .crowd import Rush, run
from .test_last_seats import last_line, open_date

pytestmark = pytest.mark.slow

PEOPLE, ROWS = 12, 8_000
# What the worker logs after each of its turns at an import.
AT_IT = "batches.imports"
# The import was checked before, as somebody does who looks at what it gives.
ASK = f"""
from django.core.files.base import ContentFile
from maillage.batches.models import Batch
head = "id,data_provider,country,product_category,repair_status,event_date,group_identifier\\n"
rows = [f"race_{{n}},Essai,FRA,Toaster,Fixed,{{2016 + n % 9}}-05-23,Café\\n" for n in range({ROWS})]
file = ContentFile((head + "".join(rows)).encode(), name="essai.csv")
Batch.objects.create(kind="repair.records", status="writing", file=file, size=file.size, created={ROWS})
"""
LOOK = """
import json
from maillage.batches.models import Batch, BatchStep
from repair.models import RepairRecord
from repair.totals import drift
batch = Batch.objects.get()
print(json.dumps({"status": batch.status, "written": batch.written, "taken_back": batch.taken_back,
    "records": RepairRecord.objects.count(), "steps": BatchStep.objects.count(), "drift": drift()}))
"""
# An hour later another worker starts, does all there is to do, and ends.
AN_HOUR_LATER = """
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from maillage.batches.models import Batch
from maillage.outbox.models import JobRun
long_ago = timezone.now() - timedelta(hours=1)
Batch.objects.update(beat_at=long_ago)
JobRun.objects.filter(name="batches.imports").update(started_at=long_ago, claimed_until=long_ago)
call_command("worker", once=True, verbosity=0)
"""


@contextmanager
def worker(site: LiveSite) -> Iterator[subprocess.Popen[str]]:
    """Run a worker that has begun to write the import."""
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "worker", "--poll=0.1"],
        cwd=ROOT_DIR,
        env=settings_of_a_worker(site),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for_line(process, AT_IT)
        yield process
    finally:
        process.kill()
        process.communicate()


def settings_of_a_worker(site: LiveSite) -> dict[str, str]:
    """Return the environment of a worker of this site."""
    own = {**site.extra_env, "DJANGO_SETTINGS_MODULE": "tests.races.small_handfuls"}
    return site_environment(site.database_url, own)


def told(site: LiveSite, program: str) -> dict:
    """Run `program` as a worker would, and return what it prints last."""
    own = {"DJANGO_SETTINGS_MODULE": "tests.races.small_handfuls"}
    return json.loads(last_line(run_python(site.database_url, program, {**site.extra_env, **own})))


@on_both_databases
def test_people_register_during_an_import_and_one_that_is_killed_leaves_nothing(
    server_database, live_site
) -> None:
    site = live_site(server_database, processes=2)
    form = open_date(site, PEOPLE)
    site.python(ASK)

    with worker(site) as process:
        answers = run(Rush(form, PEOPLE))
        wait_for_line(process, AT_IT)

    assert answers == {302: PEOPLE}
    # It had begun before they came, and went on after: nobody waited for its end.
    killed = told(site, LOOK)
    assert killed["status"] == "writing"
    assert 0 < killed["written"] == killed["records"] < ROWS

    assert told(site, AN_HOUR_LATER + LOOK) == {
        "status": "lost",
        "written": killed["written"],
        "taken_back": killed["written"],
        "records": 0,
        "steps": 0,
        "drift": 0,
    }
