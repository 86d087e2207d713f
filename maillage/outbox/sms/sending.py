"""Which backend sends, if any."""

from __future__ import annotations

import uuid
from typing import Protocol

from django.utils.module_loading import import_string

from ..conf import get_conf
from ..errors import SmsIsOff
from .content import SmsContent


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
