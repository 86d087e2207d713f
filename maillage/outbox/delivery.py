"""Delivering messages: claimed in one committed UPDATE, then talked about without a transaction."""

from __future__ import annotations

import enum
import logging
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation

from . import emails
from .conf import get_conf
from .models import Message, MessageStatus
from .refusals import is_final, is_server_down, reason
from .renderers import EmailContent, render
from .sms import SmsContent, get_backend

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)


class Outcome(enum.Enum):
    """What became of one attempt."""

    SENT = "sent"
    RETRY = "will be tried again"
    SERVER_DOWN = "will be tried again, the server is down"
    FAILED = "failed"
    CANCELLED = "no longer needed"
    TAKEN = "taken by another sender"


def deliver_due(
    now: datetime,
    limit: int = 50,
    should_stop: Callable[[], bool] = lambda: False,
    resting: set[str] | None = None,
) -> dict[Outcome, int]:
    """Deliver at most `limit` messages that are due at `now` (aware); return how many by outcome.

    Stops early when `should_stop()`, asked before each message, says so. The channels of `resting`
    are left alone; one whose server is down joins them: its messages keep their attempts for when
    it is back.
    """
    resting = set() if resting is None else resting
    began = monotonic()
    seconds = get_conf()["WORKER_SECONDS"]
    tally: dict[Outcome, int] = {}
    due = Message.objects.due(now).exclude(channel__in=resting).values_list("pk", "channel")
    for message_id, channel in list(due[:limit]):
        if should_stop():
            break
        if channel in resting:
            continue
        # A claim runs from the moment it is made, not from the beginning of the batch.
        moment = now + timedelta(seconds=monotonic() - began)
        outcome = deliver(message_id, now=moment, seconds=seconds)
        tally[outcome] = tally.get(outcome, 0) + 1
        if outcome is Outcome.SERVER_DOWN:
            resting.add(channel)
    return tally


def deliver(message_id: int, *, now: datetime, seconds: float) -> Outcome:
    """Deliver one message within `seconds` of talk, if it is due at `now` (aware) and free.

    To be called outside a transaction. Never raises for what happens to the message: the row and
    the log tell it.
    """
    message = _claim(message_id, now)
    if message is None:
        return Outcome.TAKEN
    try:
        outcome = _send(message, seconds)
    except Exception as error:  # noqa: BLE001 - a renderer is a plugin's code; one message must not stop the rest
        outcome = _put_off(message, error, now)
    else:
        _settle(message, outcome, now)
    logger.info("Message %s (%s): %s", message.pk, message.kind, outcome.value)
    return outcome


def _claim(message_id: int, now: datetime) -> Message | None:
    """Take the message for this sender alone: of two conditional UPDATEs, one finds no row."""
    claimed = (
        Message.objects.due(now)
        .filter(pk=message_id)
        .update(
            status=MessageStatus.SENDING,
            claimed_until=now + timedelta(seconds=get_conf()["CLAIM_SECONDS"]),
            attempts=F("attempts") + 1,
        )
    )
    return Message.objects.select_related("organization").get(pk=message_id) if claimed else None


def _send(message: Message, seconds: float) -> Outcome:
    """Render the message in the site's language and clock, and talk to the server."""
    if message.cancelled_at:
        return Outcome.CANCELLED
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        content = render(message.kind, message.params, channel=message.channel)
        if content is None:
            return Outcome.CANCELLED
        if isinstance(content, EmailContent):
            email = emails.build(message, content)
    if isinstance(content, SmsContent):
        get_backend().send(content, message_id=message.message_id, seconds=seconds)
    else:
        emails.send_within(email, seconds)
    return Outcome.SENT


def _settle(message: Message, outcome: Outcome, now: datetime) -> None:
    """Write that the message was sent, or is no longer needed."""
    if outcome is Outcome.SENT:
        _write(message, status=MessageStatus.SENT, sent_at=now, last_error="")
    else:
        _write(message, status=MessageStatus.CANCELLED, cancelled_at=message.cancelled_at or now)


def _put_off(message: Message, error: Exception, now: datetime) -> Outcome:
    """Write why it failed and when to try again; give up on a final refusal or the last delay."""
    why = reason(error)
    logger.warning("Message %s (%s) did not leave: %s", message.pk, message.kind, why)
    delays = get_conf()["RETRY_SECONDS"]
    if is_final(error) or message.attempts > len(delays):
        _write(message, status=MessageStatus.FAILED, last_error=why)
        return Outcome.FAILED
    next_try = now + timedelta(seconds=delays[message.attempts - 1])
    _write(message, status=MessageStatus.PENDING, not_before=next_try, last_error=why)
    return Outcome.SERVER_DOWN if is_server_down(error) else Outcome.RETRY


def _write(message: Message, **fields: object) -> None:
    """Write the outcome, unless the claim ran out and another sender took the message since."""
    mine = Message.objects.filter(pk=message.pk, status=MessageStatus.SENDING, attempts=message.attempts)
    mine.update(claimed_until=None, **fields)
