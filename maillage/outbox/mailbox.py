"""Where a developer reads the e-mails: one text file each, as a person would see them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend
from django.db import transaction
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.core.mail import EmailMessage


class ReadableFileBackend(EmailBackend):
    """Django's backend that writes files, without the encodings that only machines read."""

    def write_message(self, message: EmailMessage) -> None:
        """Write the headers that people know, the text, and the attachments that are text."""
        self.stream.write("\n".join(_lines(message)).encode() + b"\n")

    def _get_filename(self) -> str:
        """Return a name that opens with a double click."""
        return str(Path(super()._get_filename()).with_suffix(".txt"))


def forget_written_emails(addresses: Iterable[str]) -> None:
    """Remove, after the commit, the files of e-mails that name one of these addresses.

    Sites that send their e-mails have none: `EMAIL_FILE_PATH` is not set.
    """
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    wanted = {address.casefold() for address in addresses}
    if folder and wanted:
        transaction.on_commit(lambda: _remove_files(Path(folder), wanted))


def _remove_files(folder: Path, wanted: set[str]) -> None:
    for path in folder.glob("*"):
        text = path.read_text(errors="replace").casefold()
        if any(address in text for address in wanted):
            path.unlink(missing_ok=True)


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
