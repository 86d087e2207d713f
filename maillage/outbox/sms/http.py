"""Text messages by a provider that takes one JSON request a message, as most do.

`MAILLAGE_OUTBOX["SMS_HTTP"]` says how: `URL`, `HEADERS` (with the provider's key), `BODY`, some of whose
values are `{to}`, `{text}`, `{sender}` or `{id}`, and `SENDER`, the name that phones show.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

import requests

from ..conf import get_conf
from ..errors import SmsProviderDown, SmsRefused
from .content import SmsContent

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
