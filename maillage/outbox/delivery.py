"""Delivering messages: claimed in one committed UPDATE, talked about without a transaction, tried again."""

from __future__ import annotations

import enum
import logging
import re
import smtplib
import threading
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from time import monotonic
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connections
from django.db.models import F
from django.utils import timezone, translation

from maillage.outbox.conf import get_conf
from maillage.outbox.errors import NotAnEmail, NotASms, SmsProviderDown, SmsRefused
from maillage.outbox.models import Message, MessageStatus
from maillage.outbox.renderers import EmailContent, one_line, render
from maillage.outbox.sms import SmsContent, get_backend

if TYPE_CHECKING:
    from collections.abc import Callable

_ADDRESS = re.compile(r"<?[^\s<>,;:]+@[^\s<>,;:]+>?")
LONGEST_REASON = 300
FINAL_REPLIES = range(500, 600)


def is_final(error: Exception) -> bool:
    """Whether the same message would be refused for ever.

    That is a reply of the 5xx family (RFC 5321, 4.2.1) about this recipient or this text, or
    a content that is no e-mail. A server that refuses the sender or the password is repaired by
    its keeper: those are tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code in FINAL_REPLIES for code, _words in error.recipients.values())
        case smtplib.SMTPDataError():
            return error.smtp_code in FINAL_REPLIES
        case _:
            return isinstance(error, NotAnEmail | NotASms | SmsRefused)


def is_server_down(error: Exception) -> bool:
    """Whether the server of this way out is unwell, so that the next message would fare no better."""
    about_one_message = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    # The exceptions of smtplib are all OSErrors, as are SmsProviderDown, refused connections and silences.
    return isinstance(error, OSError) and not isinstance(error, about_one_message)


def reason(error: Exception) -> str:
    """Return one line for the log, in the server's words, without anybody's address in it."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            words = "; ".join(_reply(*reply) for reply in error.recipients.values())
        case smtplib.SMTPResponseException():
            words = _reply(error.smtp_code, error.smtp_error)
        case SmsRefused() | SmsProviderDown():
            words = str(error)
        case OSError() | smtplib.SMTPException():
            words = f"{type(error).__name__}: {error}"
        case _:
            # What a renderer raises may quote what a person typed: its class is enough.
            words = type(error).__name__
    return one_line(_ADDRESS.sub("…", words))[:LONGEST_REASON]


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"


def build(message: Message, content: EmailContent) -> EmailMultiAlternatives:
    """Return the e-mail of a row.

    Its Message-ID comes from the row, so that a copy sent after a crash is known for a copy
    (RFC 5322, 3.6.4). Auto-Submitted keeps answering machines silent (RFC 3834). It bears the name of
    the organisation and the site's own address, which the mail server may sign for; replies go to
    the organisation.
    """
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organization = message.organization
    reply_to = content.reply_to or (organization.email if organization else "")
    email = EmailMultiAlternatives(
        subject=content.subject,
        body=content.text,
        from_email=formataddr((one_line(organization.name), address)) if organization else None,
        to=[content.to],
        reply_to=[one_line(reply_to)] if reply_to else None,
        headers={
            "Message-ID": f"<{message.message_id}@{address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if content.html:
        email.attach_alternative(content.html, "text/html")
    for attachment in content.attachments:
        email.attach(attachment.filename, attachment.content, attachment.mimetype)
    return email


def send_within(email: EmailMultiAlternatives, seconds: float) -> None:
    """Send `email`, or raise TimeoutError when that takes longer than `seconds`, whatever hangs.

    A socket's own limit counts each answer apart, and finding the server's address has none: the
    talk runs in a thread of its own, which is left behind when time is up. Raises what the mail
    server's refusal raises (`smtplib.SMTPException`, `OSError`).
    """
    failures: list[Exception] = []

    def talk() -> None:
        try:
            email.connection = get_connection(timeout=seconds)
            email.send()
        except Exception as error:  # noqa: BLE001 - handed over to the waiting thread
            failures.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=talk, name="outbox-talk", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"no answer within {seconds:.1f} s")
    if failures:
        raise failures[0]


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
            email = build(message, content)
    if isinstance(content, SmsContent):
        get_backend().send(content, message_id=message.message_id, seconds=seconds)
    else:
        send_within(email, seconds)
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
