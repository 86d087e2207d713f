"""Why a message did not leave, and whether trying again has any sense."""

from __future__ import annotations

import re
import smtplib

from .errors import NotAnEmail, NotASms, SmsProviderDown, SmsRefused
from .renderers import one_line

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
