"""Text messages: for those whom no e-mail reaches, where the site sends some."""

import pytest

from maillage.bookings.messages import KINDS
from maillage.bookings.messages.rendering import render_registration_sms
from maillage.bookings.models import Call
from maillage.bookings.services import cancel_session
from maillage.outbox.models import Channel, Message
from maillage.outbox.sms import LONGEST
from tests.bookings.factories import enroll, make_page, make_session
from tests.bookings.test_messages import true_of

pytestmark = pytest.mark.django_db
MOBILE = "+33639981234"
LANDLINE = "+33261910011"


@pytest.fixture
def sms(settings):
    settings.MAILLAGE_OUTBOX = {
        "SMS_BACKEND": "maillage.outbox.sms.ConsoleBackend",
        "SEND_AFTER_COMMIT": False,
    }


def written() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "channel"))


@pytest.mark.usefixtures("sms")
def test_a_person_with_a_mobile_phone_alone_gets_a_text_message() -> None:
    enroll(make_session(), email="", phone=MOBILE)
    assert written() == [("bookings.registration_confirmed", Channel.SMS)]


@pytest.mark.usefixtures("sms")
def test_an_e_mail_is_preferred() -> None:
    enroll(make_session(), phone=MOBILE)
    assert written() == [("bookings.registration_confirmed", Channel.EMAIL)]


@pytest.mark.usefixtures("sms")
def test_nothing_is_written_to_a_phone_on_the_wall() -> None:
    enroll(make_session(), email="", phone=LANDLINE)
    assert written() == []


def test_without_a_backend_nothing_is_written() -> None:
    enroll(make_session(), email="", phone=MOBILE)
    assert written() == []


@pytest.mark.usefixtures("sms")
def test_who_is_written_to_is_not_called_as_well_when_there_is_time() -> None:
    session = make_session(in_days=7)
    enroll(session, email="", phone=MOBILE)
    cancel_session(session, reason="La salle est prise.")
    assert not Call.objects.exists()


@pytest.mark.usefixtures("sms")
def test_the_day_before_everybody_is_called_too() -> None:
    session = make_session(in_days=0.5)
    enroll(session, email="", phone=MOBILE)
    cancel_session(session, reason="La salle est prise.")
    assert Call.objects.count() == 1
    assert ("bookings.session_cancelled", Channel.SMS) in written()


@pytest.mark.parametrize("kind", sorted(kind for kind, about in KINDS.items() if about.short))
def test_each_text_message_fits_and_leads_to_the_registration(kind) -> None:
    session = make_session(make_page(title="Un très long titre " * 8))
    registration = true_of(kind, enroll(session, phone=MOBILE))
    content = render_registration_sms(kind, {"registration": registration.pk})
    assert content.to == MOBILE
    assert content.text.startswith("Les Mulots : ")
    assert len(content.text) <= LONGEST
    assert "%(" not in content.text


def test_nothing_is_sent_to_somebody_who_was_erased() -> None:
    registration = enroll(make_session(), phone=MOBILE)
    registration.phone = ""
    registration.save()
    assert render_registration_sms("bookings.reminder", {"registration": registration.pk}) is None
