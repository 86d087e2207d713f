"""Where a developer reads the e-mails: one text file each, as a person would see them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.mail.backends.filebased import EmailBackend
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.mail import EmailMessage


class ReadableFileBackend(EmailBackend):
    """Django's backend that writes files, without the encodings that only machines read."""

    def write_message(self, message: EmailMessage) -> None:
        """Write the headers that people know, the text, and the attachments that are text."""
        self.stream.write("\n".join(_lines(message)).encode() + b"\n")

    def _get_filename(self) -> str:
        """Return a name that opens with a double click."""
        return str(Path(super()._get_filename()).with_suffix(".txt"))


def _lines(message: EmailMessage) -> Iterator[str]:
    yield _("From: %s") % message.from_email
    yield _("To: %s") % ", ".join(message.to)
    if message.reply_to:
        yield _("Replies to: %s") % ", ".join(message.reply_to)
    yield _("Subject: %s") % message.subject
    yield from ("", message.body.rstrip())
    for attachment in message.attachments:
        filename, content, mimetype = attachment
        yield from ("", "-" * 40, _("Attachment: %(name)s (%(type)s)") % {"name": filename, "type": mimetype})
        if isinstance(content, str):
            yield from ("", content.rstrip())
