"""The e-mails of bookings, as they read at the moment they leave."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.bookings.messages import KINDS, render_registration_email
from maillage.bookings.models import Registration
from maillage.bookings.services import cancel_registration, move_session
from maillage.outbox.models import MessageText
from tests.places.factories import make_organization, make_place

from .factories import enroll, make_page, make_session

pytestmark = pytest.mark.django_db


def true_of(kind: str, registration: Registration) -> Registration:
    """Give `registration` a status that the message `kind` is about."""
    status = min(KINDS[kind].statuses)
    if status == "cancelled":
        registration.cancelled_at = registration.offer_expires_at = timezone.now()
    if status == "offered":
        registration.offered_seats, registration.offer_expires_at = 1, timezone.now() + timedelta(hours=5)
    registration.status = status
    registration.save()
    return registration


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_message_names_the_workshop_and_the_day(kind) -> None:
    session = make_session(make_page(title="Trier ses photos"))
    registration = true_of(kind, enroll(session))
    content = render_registration_email(kind, {"registration": registration.pk})
    assert "Trier ses photos" in content.subject
    assert "Trier ses photos" in content.text
    assert str(session.local_start.year) in content.text


def test_a_message_has_no_html_signs_for_an_apostrophe() -> None:
    registration = enroll(
        make_session(make_page(title="L'ordinateur & moi")), "D'Artagnan", email="d@a.example"
    )
    content = render_registration_email("bookings.registration_confirmed", {"registration": registration.pk})
    assert "L'ordinateur & moi" in content.text
    assert "D'Artagnan" in content.text


def test_a_title_cannot_inject_a_header() -> None:
    page = make_page(title="Atelier\r\nBcc: tous@maison.example")
    registration = enroll(make_session(page))
    content = render_registration_email("bookings.registration_confirmed", {"registration": registration.pk})
    assert "\n" not in content.subject
    assert "\r" not in content.subject


def test_nothing_is_sent_to_somebody_who_has_cancelled_since() -> None:
    registration = enroll(make_session())
    cancel_registration(registration)
    assert render_registration_email("bookings.session_moved", {"registration": registration.pk}) is None


def test_nothing_is_sent_about_a_person_who_was_erased() -> None:
    registration = enroll(make_session())
    Registration.objects.filter(pk=registration.pk).delete()
    params = {"registration": registration.pk}
    assert render_registration_email("bookings.registration_confirmed", params) is None


def test_the_calendar_file_holds_no_personal_link() -> None:
    registration = enroll(make_session())
    content = render_registration_email("bookings.registration_confirmed", {"registration": registration.pk})
    (calendar,) = content.attachments
    assert b"mon-inscription" not in calendar.content
    assert registration.reference.encode() not in calendar.content


def test_answers_go_to_the_organisation() -> None:
    page = make_page()
    page.organization.email = "bonjour@les-mulots.example"
    page.organization.save()
    registration = enroll(make_session(page))
    content = render_registration_email("bookings.registration_confirmed", {"registration": registration.pk})
    assert content.reply_to == "bonjour@les-mulots.example"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_message_has_no_hole(kind) -> None:
    registration = true_of(kind, enroll(make_session(make_page(place=make_place(make_organization())))))
    text = render_registration_email(kind, {"registration": registration.pk}).text
    assert not re.search(r"\n\s*\n\s*\n", text)


def test_a_moved_date_says_when_it_was_first_announced() -> None:
    session = make_session()
    registration = enroll(session)
    later = timedelta(days=1)
    move_session(session, start=session.start + later, end=session.end + later, reason="La salle est prise.")
    text = render_registration_email("bookings.session_moved", {"registration": registration.pk}).text
    assert "Prévue d’abord le" in text
    assert "La salle est prise." in text


def test_who_waits_does_not_read_an_address_kept_for_registered_people() -> None:
    place = make_place(make_organization(), street="12 rue du Port", address_for_registered_only=True)
    session = make_session(make_page(place=place), capacity=1)
    seated, waits = enroll(session, "Ana"), enroll(session, "Bob")

    def text_for(kind: str, person: Registration) -> str:
        return render_registration_email(f"bookings.{kind}", {"registration": person.pk}).text

    assert "12 rue du Port" in text_for("registration_confirmed", seated)
    assert "12 rue du Port" not in text_for("registration_waiting", waits)
    moved = render_registration_email("bookings.session_moved", {"registration": waits.pk})
    assert b"12 rue du Port" not in moved.attachments[0].content


def test_an_organisation_says_it_in_its_own_words() -> None:
    registration = enroll(make_session(make_page(title="Trier ses photos")), "Ana")
    MessageText.objects.create(
        organization=registration.organization,
        kind="bookings.registration_confirmed",
        subject="À bientôt {nom}",
        opening="Le café est prêt pour « {atelier} ».",
        closing="L’équipe de {structure}",
    )
    content = render_registration_email("bookings.registration_confirmed", {"registration": registration.pk})
    assert content.subject == "À bientôt Ana"
    assert "Le café est prêt pour « Trier ses photos »." in content.text
    assert "L’équipe de Les Mulots" in content.text
    assert registration.spoken_reference in content.text


def test_own_words_never_lead_to_what_they_do_not_name() -> None:
    registration = enroll(make_session())
    MessageText.objects.create(
        organization=registration.organization,
        kind="bookings.registration_confirmed",
        opening="{registration.email} {{ registration.email }} {nom.__class__}",
    )
    content = render_registration_email("bookings.registration_confirmed", {"registration": registration.pk})
    assert "camille@maison.example" not in content.text
    assert "class" in content.text


@pytest.mark.parametrize(
    "kind", ["seats_offered", "registration_waiting", "offer_ended", "registration_cancelled"]
)
def test_nothing_is_sent_that_is_no_longer_true(kind) -> None:
    registration = enroll(make_session())
    assert render_registration_email(f"bookings.{kind}", {"registration": registration.pk}) is None
