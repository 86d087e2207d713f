"""Modules of this app that `docs/` told of under another name; see `maillage/renamed.py`."""

from __future__ import annotations

from maillage.renamed import keep

keep(
    {
        "maillage.outbox.sms.console": ("maillage.outbox.sms", {}),
        "maillage.outbox.sms.http": ("maillage.outbox.sms", {}),
        "maillage.outbox.sms.sending": ("maillage.outbox.sms", {}),
        "maillage.outbox.sms.content": ("maillage.outbox.sms", {}),
    }
)
