"""The e-mail itself: its headers, and the talk with the mail server."""

from __future__ import annotations

import threading
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connections

from .renderers import EmailContent, one_line

if TYPE_CHECKING:
    from .models import Message


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
