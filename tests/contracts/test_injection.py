"""What people and editors type never becomes a header, an address, a line of a calendar or an order."""

from __future__ import annotations

import random
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from maillage.bookings.messages.kinds import KINDS
from maillage.bookings.messages.rendering import KIND as BROADCAST
from maillage.bookings.models import Broadcast, Registration, RegistrationStatus, Session
from maillage.outbox import delivery
from maillage.outbox.models import Message, MessageText
from maillage.outbox.renderers import render
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.support.texts import storable

pytestmark = pytest.mark.django_db

HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Message-Id", "Date", "Mime-Version", "Auto-Submitted"),
    *("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"),
}
# What breaks a line somewhere: RFC 5322, RFC 5545, Unicode; and what would then stand on the next one.
BREAKS = [
    "\r\n",
    "\n",
    "\r",
    "\r\n ",
    "\x0b",
    "\x0c",
    "\x00",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\\n",
    "%0d%0a",
]
ORDERS = [
    "Bcc: voleur@vol.example",
    "ATTENDEE:mailto:voleur@vol.example",
    "ATTENDEE;RSVP=TRUE:mailto:voleur@vol.example",
    "END:VEVENT",
    "BEGIN:VALARM",
    "URL:https://vol.example",
    "Content-Type: text/html",
    "\n\n<script>alert(1)</script>",
    "{registration.email}",
    "{nom.__class__.__init__}",
    "{{ settings.SECRET_KEY }}",
    "%(link)s%n",
    '";,:\\',
]


def hostile(seed: int) -> str:
    """A text made of words, of what breaks lines and of orders, the same each time for a seed."""
    dice = random.Random(seed)
    parts = (dice.choice([*BREAKS, *ORDERS, "Léa", " "]) for _turn in range(dice.randint(3, 7)))
    return storable("Léa" + "".join([dice.choice(BREAKS), dice.choice(ORDERS), *parts]))


@pytest.fixture(params=range(8))
def registration(request) -> Registration:
    """Somebody registered for a date where every text that somebody types is hostile."""
    text = hostile(request.param)
    organization = make_organization()
    place = make_place(organization, name="La Fabrique")
    page = make_page(organization, place=place)
    session = make_session(page)
    person = enroll(session, "Ana")
    organization.name = organization.phone_hours = text[:110]
    organization.save()
    type(place).objects.update(name=text[:60], street=text[:60], room=text[:60])
    type(page).objects.update(title=text[:200], draft_title=text[:200])
    Session.objects.update(status_reason=text[:200], room=text[:60])
    Registration.objects.update(
        name=text[:120], relay_name=text[:120], companions=[text], answers={"q": text}
    )
    person.refresh_from_db()
    return person


def sent(person: Registration, kind: str, **params: int):
    """The e-mail as a mail server receives it, the registration having a status that this kind is true of."""
    spec = KINDS.get(kind)
    status = min(spec.statuses) if spec else RegistrationStatus.CONFIRMED
    offered = {"offered_seats": 1, "offer_expires_at": person.sessions.get().start}
    let_end = kind == "bookings.offer_ended" or status == RegistrationStatus.OFFERED
    Registration.objects.update(status=status, **(offered if let_end else {}))
    content = render(kind, {"registration": person.pk, **params})
    if content is None:
        return None
    message = Message(kind=kind, organization=person.organization)
    return message_from_bytes(delivery.build(message, content).message().as_bytes(), policy=policy.default)


def check_email(email) -> None:
    """Hold every part of the e-mail to what the site itself writes in it."""
    assert str(email["To"]) == "ana@maison.example"
    assert email["Bcc"] is None
    for part in email.walk():
        assert {name.title() for name in part} <= HEADERS
        assert part.get_content_type() in ("text/plain", "text/calendar", "multipart/mixed")
        if part.get_content_type() == "text/calendar":
            check_calendar(part.get_payload(decode=True), 1)
    body = email.get_body(("plain",)).get_content()
    assert settings.SECRET_KEY not in body
    assert "<class" not in body
    assert "<method" not in body


def check_calendar(content: bytes, events: int) -> None:
    """Hold a calendar to its own events and to the properties that the site writes."""
    calendar = Calendar.from_ical(content)
    assert len(calendar.walk("VEVENT")) == events
    assert calendar.walk("VALARM") == []
    for event in calendar.walk("VEVENT"):
        assert "ATTENDEE" not in event
        assert not str(event.get("URL", "")).startswith("https://vol.example")
    # A mail server writes the end of each line anew.
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    assert not any(line.startswith((b"ATTENDEE", b"Bcc")) or b"\r" in line for line in lines)


def test_no_text_becomes_a_header_or_a_line_of_the_calendar_of_an_e_mail(registration) -> None:
    written = [sent(registration, kind) for kind in KINDS]
    assert None not in written
    for email in written:
        check_email(email)


def test_no_broadcast_and_no_text_of_an_organisation_does_either(registration) -> None:
    session = registration.sessions.get()
    text = hostile(registration.pk)[:100]
    statuses = ["confirmed"]
    about = {"organization": registration.organization, "session": session, "statuses": statuses}
    broadcast = Broadcast.objects.create(subject=text, body=text, **about)
    own = {"organization": registration.organization, "subject": text, "opening": text, "closing": text}
    MessageText.objects.create(kind="bookings.registration_confirmed", **own)
    check_email(sent(registration, BROADCAST, broadcast=broadcast.pk))
    check_email(sent(registration, "bookings.registration_confirmed"))


def test_no_text_becomes_a_line_of_a_feed(registration) -> None:
    session = registration.sessions.get()
    slugs = {"page_ics": [session.page_id], "session_ics": [session.public_id], "agenda_ics": []}
    for name, arguments in slugs.items():
        answer = Client().get(reverse(f"bookings:{name}", args=arguments))
        assert answer.status_code == 200
        check_calendar(answer.content, 1)
        assert "\n" not in answer.headers.get("Content-Disposition", "")


def test_an_answer_of_the_form_is_in_no_feed_and_in_no_calendar(registration) -> None:
    feed = Client().get(reverse("bookings:agenda_ics")).content.decode()
    Registration.objects.update(name="Zebulonia", companions=["Zebulonia"], answers={"q": "Zebulonia"})
    assert Client().get(reverse("bookings:agenda_ics")).content.decode() == feed
    email = sent(registration, "bookings.registration_confirmed")
    for part in email.iter_attachments():
        assert b"Zebulonia" not in part.get_payload(decode=True)
