"""The settings of the outbox: `MAILLAGE_OUTBOX` over these defaults, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Whether a request delivers its own messages after commit while no worker runs.
    "SEND_AFTER_COMMIT": True,
    # How long such a request may take over it, in seconds, all its messages together.
    "REQUEST_SECONDS": 2.0,
    # How many earlier messages it takes along when time is left.
    "REQUEST_LEFTOVERS": 5,
    # How long the worker talks to the mail server about one message, in seconds.
    "WORKER_SECONDS": 20.0,
    # A worker that gave no sign for this long, in seconds, is taken for dead.
    "HEARTBEAT_SECONDS": 60,
    # A message whose sender died is taken again after this long, in seconds.
    "CLAIM_SECONDS": 300,
    # How long the worker leaves a mail server alone that is down, in seconds.
    "SERVER_DOWN_SECONDS": 15,
    # How many times in a row the worker looks for a lost database before it gives up.
    "DATABASE_TRIES": 10,
    # A periodic job whose worker died is taken again after this long, in seconds.
    "JOB_CLAIM_SECONDS": 3_600,
    # How long to wait after each temporary failure, in seconds; after the last one, the message failed.
    "RETRY_SECONDS": (60, 300, 1_800, 7_200, 28_800, 86_400),
    # The class that sends text messages, by its path; empty: this site sends none.
    "SMS_BACKEND": "",
    # How `maillage.outbox.sms.HttpBackend` asks its provider.
    "SMS_HTTP": {
        "URL": "",
        "HEADERS": {},
        "SENDER": "Maillage",
        "BODY": {"recipient": "{to}", "content": "{text}", "sender": "{sender}"},
    },
    # How long the log keeps a message that is over, in days.
    "KEEP_DAYS": 400,
}


def get_conf() -> dict[str, Any]:
    """Return the settings of the outbox as a new dict."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_OUTBOX", {})}
