"""Where a developer reads the text messages: on the worker's own output."""

from __future__ import annotations

import sys
import uuid

from .content import SmsContent


class ConsoleBackend:
    """Writes each text message instead of sending it."""

    def send(self, content: SmsContent, *, message_id: uuid.UUID, seconds: float) -> None:
        """Write who it is for and what it says."""
        sys.stdout.write(f"SMS {message_id} → {content.to}\n{content.text}\n")
        sys.stdout.flush()
