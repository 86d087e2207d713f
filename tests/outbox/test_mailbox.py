"""The files in which a developer reads the e-mails."""

import pytest

from maillage.outbox.delivery import deliver_due
from maillage.outbox.renderers import Attachment, EmailContent
from tests.outbox.factories import NOW, make_message, renderers


@pytest.fixture
def written(db, settings, tmp_path):
    """Return what is written of an e-mail with a file."""
    settings.EMAIL_BACKEND = "maillage.outbox.mailbox.ReadableFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    content = EmailContent(
        to="claude@maison.example",
        subject="Votre place à l’atelier",
        text="À bientôt, là où vous savez.",
        attachments=(Attachment("date.ics", b"BEGIN:VCALENDAR", "text/calendar"),),
    )
    with renderers(letter=lambda _params: content):
        make_message(kind="letter")
        deliver_due(NOW)
    [file] = tmp_path.glob("*.txt")
    return file.read_text()


@pytest.mark.parametrize(
    "words",
    [
        "À : claude@maison.example",
        "Objet : Votre place à l’atelier",
        "À bientôt, là où vous savez.",
        "Pièce jointe : date.ics (text/calendar)",
        "BEGIN:VCALENDAR",
    ],
)
def test_an_email_is_written_as_people_read_it(written, words):
    assert words in written.replace("\u00a0", " ")
