"""Without a worker, a request delivers its own messages after its commit."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.outbox import worker
from maillage.outbox.models import Message, MessageStatus
from maillage.outbox.services import enqueue
from tests.outbox.factories import hello, renderers
from tests.outbox.mail_servers import silent_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _hello():
    with renderers(hello=hello):
        yield


def write(key: str = "hello:1", **fields) -> None:
    enqueue(kind="hello", params={}, key=key, **fields)


def test_a_message_leaves_after_the_commit(mailoutbox):
    with transaction.atomic():
        write()
        during = len(mailoutbox)

    assert during == 0
    assert [email.to for email in mailoutbox] == [["claude@maison.example"]]
    assert Message.objects.get().status == MessageStatus.SENT


def test_a_transaction_that_is_undone_sends_nothing(mailoutbox):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert mailoutbox == []


def test_what_was_undone_does_not_disturb_the_next_transaction(mailoutbox):
    with transaction.atomic():
        write("undone")
        transaction.set_rollback(True)

    with transaction.atomic():
        write("kept")

    assert len(mailoutbox) == 1


def test_the_same_message_twice_leaves_once(mailoutbox):
    for _turn in range(2):
        with transaction.atomic():
            write()

    assert len(mailoutbox) == 1


def test_all_messages_of_a_transaction_leave(mailoutbox):
    with transaction.atomic():
        for number in range(12):
            write(f"hello:{number}")

    assert len(mailoutbox) == 12


def test_a_message_held_back_waits(mailoutbox):
    write(not_before=timezone.now() + timedelta(hours=1))

    assert mailoutbox == []


def test_with_a_worker_alive_the_message_is_left_to_it_after_one_look(mailoutbox):
    worker.beat("worker", timezone.now())

    with CaptureQueriesContext(connection) as queries:
        write()

    assert [query["sql"][:6] for query in queries if "outbox" in query["sql"]] == ["INSERT", "SELECT"]
    assert mailoutbox == []


def test_a_worker_that_gave_no_sign_for_a_minute_is_not_waited_for(mailoutbox):
    worker.beat("worker", timezone.now() - timedelta(seconds=61))

    write()

    assert len(mailoutbox) == 1


def test_what_goes_wrong_is_written_in_the_row_and_never_raised(closed_mail_server):
    with transaction.atomic():
        write()

    message = Message.objects.get()
    assert message.status == MessageStatus.PENDING
    assert message.last_error.startswith("ConnectionRefusedError")


def test_a_renderer_that_breaks_does_not_break_the_request(mailoutbox):
    with renderers(broken=lambda params: params["missing"]):
        enqueue(kind="broken", params={}, key="broken:1")

    assert Message.objects.get().last_error == "KeyError"


def test_a_silent_server_costs_a_whole_transaction_one_limit(settings, closed_mail_server):
    settings.MAILLAGE_OUTBOX = {"REQUEST_SECONDS": 1.0}
    with silent_server() as port:
        settings.EMAIL_PORT = port
        with transaction.atomic():
            for number in range(30):
                write(f"hello:{number}")

    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0] * 29 + [1]


def test_what_an_earlier_request_left_goes_with_the_next_one(closed_mail_server):
    write("first")
    Message.objects.update(not_before=timezone.now())

    with closed_mail_server.open():
        write("second")

    assert len(closed_mail_server.received) == 2


def test_it_can_be_switched_off(mailoutbox, settings):
    settings.MAILLAGE_OUTBOX = {"SEND_AFTER_COMMIT": False}

    write()

    assert mailoutbox == []
