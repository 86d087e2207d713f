"""Text messages: one interface, a console for developers, one provider over HTTP. Off by default."""

from __future__ import annotations

import re
import sys
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

import requests
from django.utils.module_loading import import_string

from maillage.outbox.conf import get_conf
from maillage.outbox.errors import NotASms, SmsIsOff, SmsProviderDown, SmsRefused

# E.164: a plus sign, then at most fifteen digits.
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]+")
# Three parts of 153 signs of the GSM alphabet (3GPP TS 23.038): more is a letter, not a message.
LONGEST = 459


@dataclass(frozen=True)
class SmsContent:
    """What one person reads on their phone. `to` is in the form E.164: « +33639981234 »."""

    to: str
    text: str

    def __post_init__(self) -> None:
        """Take out what is not seen; raises NotASms for a strange number, no text or too much of it."""
        if not _NUMBER.fullmatch(self.to):
            # The number itself stays out of the error: errors are logged.
            raise NotASms("Not one phone number.")
        object.__setattr__(self, "text", _UNSEEN.sub(" ", self.text).strip())
        if not 0 < len(self.text) <= LONGEST:
            raise NotASms(f"A text message has 1 to {LONGEST} signs.")


class SmsBackend(Protocol):
    """What sends a text message."""

    def send(self, content: SmsContent, *, message_id: uuid.UUID, seconds: float) -> None:
        """Send it within `seconds`, or raise: SmsRefused for ever, any other error for now.

        `message_id` is the same for each try of one message, for providers that know copies by it.
        """


def sms_is_on() -> bool:
    """Tell whether this site sends text messages."""
    return bool(get_conf()["SMS_BACKEND"])


def get_backend() -> SmsBackend:
    """Return the backend of the settings; raises SmsIsOff when there is none."""
    path = get_conf()["SMS_BACKEND"]
    if not path:
        raise SmsIsOff("No SMS backend is set.")
    backend: SmsBackend = import_string(path)()
    return backend


class ConsoleBackend:
    """Writes each text message instead of sending it."""

    def send(self, content: SmsContent, *, message_id: uuid.UUID, seconds: float) -> None:
        """Write who it is for and what it says."""
        sys.stdout.write(f"SMS {message_id} → {content.to}\n{content.text}\n")
        sys.stdout.flush()


# Answers that say « not now » rather than « never ».
PASSING = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
# The key or the address of the account is wrong: its keeper mends it, the message waits.
OURS_TO_MEND = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.PAYMENT_REQUIRED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
}


class HttpBackend:
    """Sends by POST. It follows no redirection: the key goes to the named address only."""

    def send(self, content: SmsContent, *, message_id: uuid.UUID, seconds: float) -> None:
        """Send it; raises SmsRefused for ever (4xx about this message), SmsProviderDown for now."""
        how = get_conf()["SMS_HTTP"]
        values = {"to": content.to, "text": content.text, "sender": how["SENDER"], "id": str(message_id)}
        try:
            answer = requests.post(
                how["URL"],
                json=_filled(how["BODY"], values),
                headers={"Idempotency-Key": str(message_id), **how["HEADERS"]},
                timeout=seconds,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            # The words of the error may hold the address with its key.
            raise SmsProviderDown(type(error).__name__) from None
        code = answer.status_code
        if HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
            return
        is_client_error = HTTPStatus.BAD_REQUEST <= code < HTTPStatus.INTERNAL_SERVER_ERROR
        if is_client_error and code not in PASSING | OURS_TO_MEND:
            raise SmsRefused(f"HTTP {code}")
        raise SmsProviderDown(f"HTTP {code}")


def _filled(body: Any, values: dict[str, str]) -> Any:
    """Return `body` with the values in their places; only whole names in braces are known."""
    if isinstance(body, dict):
        return {name: _filled(value, values) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, values) for value in body]
    if isinstance(body, str) and body.startswith("{") and body.endswith("}"):
        return values.get(body[1:-1], body)
    return body
