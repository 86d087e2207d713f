"""What an e-mail looks like when it arrives."""

import pytest

from maillage.outbox.delivery import deliver_due
from maillage.outbox.errors import NotAnEmail
from maillage.outbox.renderers import Attachment, EmailContent
from maillage.places.models import Organization
from tests.outbox.factories import NOW, make_message, renderers

CALENDAR = Attachment("rendez-vous.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
CONTENT = EmailContent(
    to="claude@maison.example",
    subject="Votre place du 12 janvier à l’atelier",
    text="À bientôt.",
    html="<p>À bientôt.</p>",
    attachments=(CALENDAR,),
)


@pytest.fixture
def arrived(db, mail_server):
    """Deliver this content and return the e-mail as it arrived."""

    def deliver(content=CONTENT, **fields):
        with renderers(letter=lambda _params: content):
            make_message(kind="letter", **fields)
            deliver_due(NOW)
        return mail_server.received[0]

    return deliver


@pytest.fixture
def mulots(db):
    return Organization.objects.create(name="Les Mulots", slug="mulots", email="bonjour@mulots.example")


def test_it_comes_from_the_site_in_the_name_of_the_organisation(arrived, mulots):
    email = arrived(organization=mulots)

    assert email["From"] == "Les Mulots <ne-pas-repondre@maillage.example>"


def test_replies_go_to_the_organisation(arrived, mulots):
    assert arrived(organization=mulots)["Reply-To"] == "bonjour@mulots.example"


def test_the_renderer_may_send_replies_elsewhere(arrived, mulots):
    content = EmailContent(
        to="claude@maison.example", subject="S", text="T", reply_to="atelier@mulots.example"
    )

    assert arrived(content, organization=mulots)["Reply-To"] == "atelier@mulots.example"


def test_without_an_organisation_it_comes_from_the_site(arrived):
    email = arrived()

    assert email["From"] == "ne-pas-repondre@maillage.example"
    assert email["Reply-To"] is None


def test_answering_machines_stay_silent(arrived):
    assert arrived()["Auto-Submitted"] == "auto-generated"


def test_it_bears_its_subject_text_page_and_file(arrived):
    email = arrived()

    assert email["Subject"] == "Votre place du 12 janvier à l’atelier"
    assert email.get_body(("plain",)).get_content().strip() == "À bientôt."
    assert email.get_body(("html",)).get_content().strip() == "<p>À bientôt.</p>"
    [calendar] = email.iter_attachments()
    assert calendar.get_filename() == "rendez-vous.ics"
    assert calendar.get_content_type() == "text/calendar"


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\r", "\x00", "\u2028", "\x85"])
def test_a_subject_or_a_file_name_cannot_add_a_header(arrived, breaks):
    evil = f"Bonjour{breaks}Bcc: victime@maison.example"
    content = EmailContent(
        to="claude@maison.example",
        subject=evil,
        text="T",
        attachments=(Attachment(f"{evil}.txt", b"x", "text/plain"),),
    )

    email = arrived(content)

    assert email["Bcc"] is None
    assert email["Subject"] == "Bonjour Bcc: victime@maison.example"


def test_the_name_of_an_organisation_cannot_add_a_header(arrived, mulots):
    mulots.name = "Les Mulots\r\nBcc: victime@maison.example"
    mulots.save()

    email = arrived(organization=mulots)

    assert email["Bcc"] is None
    assert email["From"].endswith("<ne-pas-repondre@maillage.example>")


@pytest.mark.parametrize(
    "address", ["", "Claude", "a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example", "A <a@b.example>"]
)
def test_what_is_not_one_address_is_refused(address):
    with pytest.raises(NotAnEmail):
        EmailContent(to=address, subject="S", text="T")


def test_a_strange_mimetype_is_refused():
    with pytest.raises(NotAnEmail):
        Attachment("a.ics", b"", "text/calendar\r\nBcc: a@b.example")
