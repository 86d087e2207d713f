"""Writing in the outbox."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from maillage.outbox.errors import NotFailed
from maillage.outbox.models import Message, MessageStatus
from maillage.outbox.services import cancel, enqueue, send_again

from .factories import make_message

pytestmark = pytest.mark.django_db


def test_a_message_is_written_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        message = enqueue(kind="hello", params={"id": 4}, key="hello:4")

    assert message.pk == Message.objects.get(key="hello:4").pk


def test_the_same_key_gives_the_same_row_in_one_query(django_assert_num_queries):
    first = enqueue(kind="hello", params={"id": 4}, key="hello:4")

    with django_assert_num_queries(1):
        second = enqueue(kind="hello", params={"id": 5}, key="hello:4")

    assert second.pk == first.pk
    assert second.params == {"id": 4}
    assert Message.objects.count() == 1


def test_a_message_of_a_transaction_that_is_undone_was_never_written():
    with transaction.atomic():
        enqueue(kind="hello", params={}, key="hello:4")
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_message_may_be_held_back():
    tomorrow = timezone.now() + timedelta(days=1)

    message = make_message(not_before=tomorrow)

    assert not Message.objects.due(timezone.now()).exists()
    assert Message.objects.due(tomorrow).get() == message


def test_a_waiting_message_is_taken_back():
    message = make_message()

    assert cancel(message.key)

    message.refresh_from_db()
    assert message.status == MessageStatus.CANCELLED
    assert message.cancelled_at


def test_a_sent_message_is_not_taken_back():
    message = make_message()
    Message.objects.update(status=MessageStatus.SENT)

    assert not cancel(message.key)

    message.refresh_from_db()
    assert message.status == MessageStatus.SENT


def test_taking_back_an_unknown_message_changes_nothing():
    assert not cancel("no such key")


def test_a_failed_message_goes_back_in_the_queue_with_all_its_attempts():
    message = make_message()
    Message.objects.update(status=MessageStatus.FAILED, attempts=7, last_error="550 unknown")

    send_again(message)

    message.refresh_from_db()
    assert message.status == MessageStatus.PENDING
    assert message.attempts == 0
    assert Message.objects.due(timezone.now()).get() == message


def test_a_sent_message_is_not_sent_again():
    message = make_message()
    Message.objects.update(status=MessageStatus.SENT)

    with pytest.raises(NotFailed):
        send_again(message)
