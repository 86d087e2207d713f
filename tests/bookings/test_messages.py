"""The e-mails of bookings, as they read at the moment they leave."""

import pytest

from maillage.bookings.messages import KINDS, render_registration_email
from maillage.bookings.models import Registration
from maillage.bookings.services import cancel_registration

from .factories import enroll, make_page, make_session

pytestmark = pytest.mark.django_db

ABOUT_COMING = sorted(set(KINDS) - {"bookings.registration_cancelled"})


@pytest.mark.parametrize("kind", ABOUT_COMING)
def test_every_message_names_the_workshop_and_the_day(kind) -> None:
    session = make_session(make_page(title="Trier ses photos"))
    content = render_registration_email(kind, {"registration": enroll(session).pk})
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
