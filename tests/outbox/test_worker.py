"""The worker as it runs: processes, a real mail server, both databases."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.servers import on_both_databases

from .greeter_site import GreeterSite, everybody, wait_for_line
from .mail_servers import MailServer

LATER = """
from datetime import timedelta
from django.utils import timezone
from maillage.outbox.delivery import deliver_due
print(deliver_due(timezone.now() + timedelta(minutes=10)))
"""
HEARTBEATS = "from maillage.outbox.models import WorkerHeartbeat; print(WorkerHeartbeat.objects.count())"
TASKS = """
from django_tasks_db.models import DBTaskResult
print(*DBTaskResult.objects.values_list("status", flat=True))
"""
LONG_AGO = """
from datetime import timedelta
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from maillage.outbox.models import JobRun
DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
JobRun.objects.all().delete()
"""
JOBS = "from maillage.outbox.models import JobRun; print(*JobRun.objects.values_list('name', flat=True))"
CUT_CONNECTIONS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    print(cursor.fetchone()[0])
"""


@pytest.fixture
def server():
    return MailServer()


@pytest.fixture
def site(server_database, server):
    return GreeterSite(server_database, server)


@on_both_databases
def test_every_message_arrives_once_though_four_workers_want_it(site, server):
    site.write_messages(12)

    with server.open(), ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _turn: site.manage("worker", "--once"), range(4)))

    assert sorted(server.recipients) == sorted(everybody(12))
    assert set(site.statuses()) == {"sent"}


@on_both_databases
def test_the_same_messages_written_by_four_processes_at_once_are_one_row_each(site):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _turn: site.write_messages(25), range(4)))

    assert len(site.statuses()) == 25


def test_what_was_written_while_no_worker_ran_arrives_once_when_one_starts(site, server):
    site.write_messages(3)

    with server.open(), site.worker():
        assert server.wait_for(3)
        site.write_messages(2, first=3)
        assert server.wait_for(5)

    assert sorted(server.recipients) == everybody(5)


def test_a_worker_killed_once_the_server_has_accepted_sends_a_copy_with_the_same_message_id(site, server):
    site.write_messages(1)

    with server.open():
        worker = site.start_worker("--once")
        server.on_accept = worker.kill
        worker.communicate()
        server.on_accept = lambda: None
        status_after_the_kill = site.statuses()
        site.python(LATER)

    assert status_after_the_kill == ["sending"]
    assert site.statuses() == ["sent"]
    first, copy = server.received
    assert first["Message-ID"] == copy["Message-ID"]


def test_a_worker_that_is_asked_to_stop_ends_its_message_first(site, server):
    site.write_messages(3)

    with server.open(), site.worker() as worker:
        server.on_accept = lambda: os.kill(worker.pid, signal.SIGTERM)
        code = worker.wait()

    assert code == 0
    assert sorted(site.statuses()) == ["pending", "pending", "sent"]


def test_a_worker_gives_signs_of_life_until_it_stops(site, server):
    with site.worker() as worker:
        site.write_messages(1)
        wait_for_line(worker, "did not leave")
        during = site.python(HEARTBEATS)
        worker.send_signal(signal.SIGTERM)
        worker.wait()

    assert during.strip() == "1"
    assert site.python(HEARTBEATS).strip() == "0"


@pytest.mark.postgres
@pytest.mark.parametrize("server_database", ["postgres"], indirect=True)
def test_a_worker_outlives_the_loss_of_its_database_connection(site, server):
    with server.open(), site.worker():
        site.write_messages(1)
        assert server.wait_for(1)
        cut = site.python(CUT_CONNECTIONS)
        site.write_messages(1, first=1)

        assert server.wait_for(2)

    assert int(cut) >= 1
    assert server.recipients == everybody(2)


def test_once_is_enough_for_the_periodic_jobs(site):
    site.manage("worker", "--once")

    assert "privacy.anonymize" in site.python(JOBS).split()


def test_tasks_that_wait_in_the_database_are_run(site):
    site.python("from wagtail.models import Page; Page.objects.get(depth=2).save()")
    before = site.python(TASKS)

    site.manage("worker", "--once")

    assert set(before.split()) == {"READY"}
    assert set(site.python(TASKS).split()) == {"SUCCESSFUL"}


def test_tasks_that_ended_long_ago_are_removed(site):
    site.python("from wagtail.models import Page; Page.objects.get(depth=2).save()")
    site.manage("worker", "--once")
    site.python(LONG_AGO)

    site.manage("worker", "--once")

    assert site.python(TASKS).split() == []
