"""Messages and renderers for the tests of the outbox."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from wagtail import hooks

from maillage.outbox.models import Message
from maillage.outbox.renderers import EmailContent, Renderer
from maillage.outbox.services import enqueue

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
_numbers = count(1)


def hello(params: dict[str, Any]) -> EmailContent:
    """Render the plainest message there is."""
    return EmailContent(
        to=params.get("to", "claude@maison.example"), subject="Bonjour", text="Bonjour Claude."
    )


@contextmanager
def renderers(**by_kind: Renderer) -> Iterator[None]:
    """Install these renderers while the test runs."""
    with hooks.register_temporarily("register_message_renderers", lambda: by_kind):
        yield


def make_message(**fields: Any) -> Message:
    """Write a message in the outbox, due since long, and return its whole row."""
    message = enqueue(
        **{"kind": "hello", "params": {}, "key": f"hello:{next(_numbers)}", "not_before": NOW, **fields}
    )
    return Message.objects.get(pk=message.pk)
