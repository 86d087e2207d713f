"""The e-mails that a site has sent, read from the folder where it writes them."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

SEPARATOR = re.compile(rb"^-{79}\n", re.MULTILINE)
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Mailbox:
    """A folder that Django's file backend writes into."""

    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a site that writes its e-mails here."""
        return {"EMAIL_URL": f"filemail:///{self.folder}"}

    def sent_to(self, address: str) -> list[EmailMessage]:
        """Return what `address` has received, oldest first."""
        files = sorted(self.folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        every = [
            _parsed(part) for file in files for part in SEPARATOR.split(file.read_bytes()) if part.strip()
        ]
        return [message for message in every if address in message["To"]]

    def last_link_to(self, address: str, path: str) -> str:
        """Return the link of the last e-mail to `address` whose address holds `path`."""
        text = text_of(self.sent_to(address)[-1])
        return next(link for link in LINK.findall(text) if path in link)


def text_of(message: EmailMessage) -> str:
    """Return the plain text of an e-mail."""
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content())


def _parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message
