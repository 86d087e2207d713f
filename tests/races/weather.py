"""A site for storms: sixteen processes, a worker that never rests, two dates of one page."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.paths import ROOT_DIR
from tests.support.processes import run_python, site_environment
from tests.support.servers import LiveSite

from .storm import Storm, blow, not_allowed

SECRET_KEY = "the key of the storms, long enough for the checks that production makes of it"
ENV = {
    "DJANGO_SETTINGS_MODULE": "tests.races.wide_limits",
    "SECRET_KEY": SECRET_KEY,
    "LOG_LEVEL": "ERROR",
}
PROCESSES, THREADS = 16, 2

# A sign that lasts a day by the settings: mails are queued, and a worker will take them.
PREPARE = """
import json
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from maillage.outbox.models import WorkerHeartbeat
from tests.bookings.factories import make_page, make_session
WorkerHeartbeat.objects.update_or_create(
    name="worker", defaults={{"seen_at": timezone.now()}})
page = make_page(seats_per_registration=5, slug='tempete-{seed}')
dates = [make_session(page, capacity=40).public_id, make_session(page, capacity=20, in_days=9).public_id]
user = get_user_model().objects.filter(is_superuser=True).first()
user = user or get_user_model().objects.create_superuser("storm@maison.example", password="x")
client = Client()
client.force_login(user)
print(json.dumps({{"dates": dates, "editor": client.cookies["sessionid"].value}}))
"""
WORKER = """
import django; django.setup()
import select, sys
from django.utils import timezone
from maillage.bookings.services import end_overdue_offers
while not select.select([sys.stdin], [], [], 0.05)[0]:
    end_overdue_offers(timezone.now())
"""
REPORT = "from tests.races.aftermath import report; report(*{dates!r})"


def weather(site: LiveSite, *, seed: int, requests: int = 500, clients: int = 64) -> list[str]:
    """Let one storm blow on fresh dates of `site`; return everything that went wrong."""
    made = json.loads(
        _last_line(run_python(site.database_url, PREPARE.format(seed=seed), extra_env=site.extra_env))
    )
    storm = Storm(
        url=site.url,
        database_url=site.database_url,
        secret_key=SECRET_KEY,
        dates=tuple(made["dates"]),
        editor=made["editor"],
        requests=requests,
        clients=clients,
        seed=seed,
    )
    with restless_worker(site) as worker:
        answers = blow(storm)
    sent = sum(answers.values())
    wrong = [f"{what} was answered {status}, {n} times" for (what, status), n in not_allowed(answers).items()]
    if worker.returncode:
        wrong.append("the worker has failed")
    if sent != requests:
        wrong.append(f"{sent} requests of {requests} were sent")
    report = run_python(site.database_url, REPORT.format(dates=storm.dates), extra_env=site.extra_env)
    return wrong + json.loads(_last_line(report))


@contextmanager
def restless_worker(site: LiveSite) -> Iterator[subprocess.Popen[bytes]]:
    """Run the job of the worker again and again, as if a minute were nothing."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT_DIR,
        env=site_environment(site.database_url, site.extra_env),
        stdin=subprocess.PIPE,
    )
    try:
        yield worker
    finally:
        worker.communicate(b"stop")


def _last_line(output: str) -> str:
    return output.splitlines()[-1]
