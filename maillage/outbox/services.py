"""Writing messages to the outbox, and taking them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router
from django.db.models import Case, F, Value, When
from django.utils import timezone

from . import after_commit
from .errors import NotFailed
from .models import Channel, Message, MessageStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from maillage.places.models import Organization


def enqueue(
    *,
    kind: str,
    params: dict[str, Any],
    key: str,
    subject_reference: str = "",
    organization: Organization | None = None,
    not_before: datetime | None = None,
    channel: Channel = Channel.EMAIL,
) -> Message:
    """Write a message in the caller's transaction and return its row, in one query.

    `kind` names a renderer and `params` are its plain keys (ids and references, never a name, an
    address or a text). `key` is the idempotency key: the same key twice is the same row, written
    once, whoever comes first. `organization` is whose message it is: its people read the log and
    receive the replies. `not_before` (aware) holds it back; by default it leaves after commit. `channel`
    is the way it goes: text messages need a site that sends some (`sms_is_on()`).

    The fields of the row that came from an earlier call are read from the database when asked for.
    """
    row = Message(
        kind=kind,
        params=params,
        key=key,
        subject_reference=subject_reference,
        organization=organization,
        not_before=not_before or timezone.now(),
        channel=channel,
    )
    # Writing the key over itself changes nothing, and makes the database give back the row there was.
    Message.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    if row.not_before <= timezone.now():
        after_commit.schedule(row.pk)
    return Message.from_db(router.db_for_write(Message), ["id", "key"], [row.pk, key])


def enqueue_many(rows: Sequence[Message]) -> None:
    """Write many messages in the caller's transaction, in one query; each as `enqueue()` would.

    `rows` are messages that are not saved yet; those whose key is there already stay as they were.
    """
    Message.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["key"], batch_size=500
    )
    now = timezone.now()
    for row in rows:
        if row.not_before <= now:
            after_commit.schedule(row.pk)


def cancel(key: str) -> bool:
    """Take back the message of this key; return whether it was still waiting.

    One that is leaving at this very moment may still arrive, but is not tried again.
    """
    waiting = Message.objects.filter(key=key, status__in=[MessageStatus.PENDING, MessageStatus.SENDING])
    was_pending = When(status=MessageStatus.PENDING, then=Value(MessageStatus.CANCELLED))
    return bool(waiting.update(cancelled_at=timezone.now(), status=Case(was_pending, default=F("status"))))


def send_again(message: Message) -> None:
    """Put a message that failed back in the queue, with all its attempts before it.

    Raises NotFailed when it did not fail, or when somebody else was quicker.
    """
    failed = Message.objects.filter(pk=message.pk, status=MessageStatus.FAILED)
    # Due since it was written: a moment read from a clock that is wrong could put it off.
    again = {"attempts": 0, "not_before": F("created_at"), "last_error": ""}
    if not failed.update(status=MessageStatus.PENDING, **again):
        raise NotFailed(message.pk)
    after_commit.schedule(message.pk)
