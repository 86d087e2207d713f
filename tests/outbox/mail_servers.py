"""Real mail servers on the loopback interface: one that works, one that refuses, one that is silent."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack, contextmanager, suppress
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from tests.support.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

ARRIVES_WITHIN_SECONDS = 30


class MailServer:
    """Keeps what it receives. `recipient_reply` and `data_reply` replace its « 250 OK »."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[EmailMessage] = []
        self.recipient_reply = ""
        self.data_reply = ""
        self.on_accept: Callable[[], None] = lambda: None
        self._arrived = threading.Condition()

    @property
    def url(self) -> str:
        """What a site writes in EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        """The addresses that something was delivered to, in order."""
        return [str(email["To"]) for email in self.received]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Accept the recipient, or give the refusal that the test wants."""
        if not self.recipient_reply:
            envelope.rcpt_tos.append(address)
        return self.recipient_reply or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message; what happens next is the test's."""
        if not self.data_reply:
            with self._arrived:
                self.received.append(message_from_bytes(envelope.original_content, policy=policy.default))
                self._arrived.notify_all()
            self.on_accept()
        return self.data_reply or "250 OK"

    def wait_for(self, count: int) -> bool:
        """Wait until that many messages have arrived."""
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.received) >= count, ARRIVES_WITHIN_SECONDS)

    @contextmanager
    def open(self) -> Iterator[MailServer]:
        """Listen while the block runs."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()
            controller.loop.close()


@contextmanager
def silent_server(drip: bytes = b"") -> Iterator[int]:
    """Accept connections and never answer, or answer `drip` again and again; yield the port."""
    ended = threading.Event()

    def listen(listener: socket.socket) -> None:
        with ExitStack() as talks:
            while True:
                try:
                    talk = talks.enter_context(listener.accept()[0])
                except OSError:
                    return
                with suppress(OSError):
                    while drip and not ended.wait(0.02):
                        talk.sendall(drip)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen, args=[listener], daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            ended.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
