"""One sender, a real mail server."""

from datetime import timedelta

import pytest
from django.db import connection

from maillage.outbox.delivery import Outcome, deliver, deliver_due
from maillage.outbox.models import Message, MessageStatus
from maillage.outbox.services import cancel
from tests.outbox.factories import NOW, hello, make_message, renderers
from tests.outbox.mail_servers import silent_server

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _hello(db):
    with renderers(hello=hello, gone=lambda _params: None, broken=lambda params: params["to"].upper()):
        yield


def test_a_message_is_delivered_once(mail_server):
    message = make_message()

    tallies = [deliver_due(NOW), deliver_due(NOW)]

    assert tallies == [{Outcome.SENT: 1}, {}]
    assert mail_server.recipients == ["claude@maison.example"]
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert message.sent_at


def test_messages_leave_in_the_order_of_their_times(mail_server):
    for hours, to in enumerate(["third", "second", "first"]):
        make_message(params={"to": f"{to}@maison.example"}, not_before=NOW - timedelta(hours=hours))

    deliver_due(NOW)

    assert [address.split("@")[0] for address in mail_server.recipients] == ["first", "second", "third"]


def test_a_message_held_back_does_not_leave_before_its_time(mail_server):
    make_message(not_before=NOW + MINUTE)

    assert deliver_due(NOW) == {}
    assert deliver_due(NOW + MINUTE) == {Outcome.SENT: 1}


def test_a_message_that_has_no_sense_any_more_is_cancelled(mail_server):
    message = make_message(kind="gone")

    assert deliver_due(NOW) == {Outcome.CANCELLED: 1}

    message.refresh_from_db()
    assert message.status == MessageStatus.CANCELLED
    assert mail_server.received == []


def test_a_refused_recipient_is_not_tried_again(mail_server):
    mail_server.recipient_reply = "550 5.1.1 <claude@maison.example>: no such user"
    message = make_message()

    assert deliver_due(NOW) == {Outcome.FAILED: 1}

    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED
    assert message.last_error == "550 5.1.1 …: no such user"


def test_a_refused_text_is_not_tried_again(mail_server):
    mail_server.data_reply = "554 5.6.0 looks like spam"
    make_message()

    assert deliver_due(NOW) == {Outcome.FAILED: 1}


def test_a_recipient_that_is_busy_is_tried_again_a_minute_later(mail_server):
    mail_server.recipient_reply = "451 4.7.1 greylisted, come back"
    message = make_message()

    assert deliver_due(NOW) == {Outcome.RETRY: 1}

    mail_server.recipient_reply = ""
    message.refresh_from_db()
    assert message.last_error == "451 4.7.1 greylisted, come back"
    assert timedelta(0) <= message.not_before - NOW - MINUTE < MINUTE
    assert deliver_due(message.not_before) == {Outcome.SENT: 1}


def test_a_busy_recipient_does_not_hold_up_the_others(mail_server):
    mail_server.recipient_reply = "451 4.7.1 greylisted, come back"
    make_message()
    make_message()

    assert deliver_due(NOW) == {Outcome.RETRY: 2}


def test_the_delay_grows_with_each_attempt(mail_server, settings):
    settings.MAILLAGE_OUTBOX = {"RETRY_SECONDS": (60, 300)}
    mail_server.recipient_reply = "451 busy"
    message = make_message()

    first = deliver(message.pk, now=NOW, seconds=5)
    second = deliver(message.pk, now=NOW + MINUTE, seconds=5)
    message.refresh_from_db()
    third = deliver(message.pk, now=message.not_before, seconds=5)

    assert message.not_before == NOW + 6 * MINUTE
    assert [first, second, third] == [Outcome.RETRY, Outcome.RETRY, Outcome.FAILED]


def test_a_server_that_is_down_costs_only_one_message_an_attempt(closed_mail_server):
    make_message()
    make_message()

    assert deliver_due(NOW) == {Outcome.SERVER_DOWN: 1}
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 1]


def test_every_message_arrives_once_when_the_server_is_back(closed_mail_server):
    for number in range(5):
        make_message(params={"to": f"claude{number}@maison.example"})
    deliver_due(NOW)

    with closed_mail_server.open():
        deliver_due(NOW + 10 * MINUTE)
        deliver_due(NOW + 20 * MINUTE)

    assert sorted(closed_mail_server.recipients) == [f"claude{number}@maison.example" for number in range(5)]


@pytest.mark.parametrize("drip", [b"", b"2"], ids=["silent", "one sign at a time, without end"])
def test_a_server_that_hangs_is_left_when_time_is_up(settings, closed_mail_server, drip):
    message = make_message()

    with silent_server(drip) as port:
        settings.EMAIL_PORT = port
        outcome = deliver(message.pk, now=NOW, seconds=0.3)

    message.refresh_from_db()
    assert outcome is Outcome.SERVER_DOWN
    assert message.status == MessageStatus.PENDING
    assert message.last_error


def test_a_renderer_that_breaks_stops_neither_the_others_nor_its_own_next_attempt(mail_server):
    broken = make_message(kind="broken", params={"to": 4})
    make_message()

    assert deliver_due(NOW) == {Outcome.RETRY: 1, Outcome.SENT: 1}

    broken.refresh_from_db()
    assert broken.last_error == "AttributeError"


def test_a_kind_that_no_plugin_renders_is_tried_again(mail_server):
    make_message(kind="of a plugin that is being installed")

    assert deliver_due(NOW) == {Outcome.RETRY: 1}


def test_a_message_without_an_address_fails(mail_server):
    message = make_message(params={"to": "Claude"})

    assert deliver_due(NOW) == {Outcome.FAILED: 1}

    message.refresh_from_db()
    assert "Claude" not in message.last_error


def test_a_message_that_another_sender_holds_is_left_to_it(mail_server):
    message = make_message()
    Message.objects.update(status=MessageStatus.SENDING, claimed_until=NOW + MINUTE)

    assert deliver(message.pk, now=NOW, seconds=5) is Outcome.TAKEN
    assert mail_server.received == []


def test_a_message_whose_sender_died_is_taken_again_with_the_same_message_id(mail_server):
    message = make_message()
    Message.objects.update(status=MessageStatus.SENDING, claimed_until=NOW)

    assert deliver_due(NOW + MINUTE) == {Outcome.SENT: 1}
    assert str(message.message_id) in mail_server.received[0]["Message-ID"]


def test_a_message_taken_back_while_its_sender_died_does_not_leave(mail_server):
    message = make_message()
    Message.objects.update(status=MessageStatus.SENDING, claimed_until=NOW)
    cancel(message.key)

    assert deliver_due(NOW + MINUTE) == {Outcome.CANCELLED: 1}
    assert mail_server.received == []


def test_a_sender_that_was_too_slow_does_not_overwrite_the_next_one(mail_server):
    message = make_message()

    def slow(_params):
        Message.objects.update(attempts=2, claimed_until=NOW + MINUTE)
        raise TimeoutError

    with renderers(slow=slow):
        Message.objects.update(kind="slow")
        deliver(message.pk, now=NOW, seconds=5)

    message.refresh_from_db()
    assert message.status == MessageStatus.SENDING


def test_a_batch_stops_before_the_next_message_when_it_is_told_to(mail_server):
    make_message()
    make_message()
    answers = iter([False, True])

    assert deliver_due(NOW, should_stop=lambda: next(answers)) == {Outcome.SENT: 1}


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_message_is_rendered_and_sent(mail_server, settings):
    settings.MAILLAGE_OUTBOX = {"SEND_AFTER_COMMIT": False}
    open_transactions = []

    def watched(params):
        open_transactions.append(connection.in_atomic_block)
        return hello(params)

    with renderers(watched=watched):
        make_message(kind="watched")
        deliver_due(NOW)

    assert open_transactions == [False]
    assert len(mail_server.received) == 1
