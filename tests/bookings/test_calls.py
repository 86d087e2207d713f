"""Whom no e-mail tells in time: who is put on the list, what is said, who may tick it off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.models import Call, Registration, Session
from maillage.bookings.services import (
    cancel_registration,
    cancel_session,
    change_capacity,
    move_session,
    postpone_session,
)
from maillage.outbox.models import Message
from maillage.privacy.models import AccessRecord
from tests.places.factories import make_editor, make_organization

from .factories import enroll, make_page, make_session

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PHONE = "+33639980036"


@pytest.fixture
def session(mulots) -> Session:
    return make_session(make_page(mulots, title="Trier ses photos", offer_hours=0), in_days=3, capacity=2)


@pytest.fixture
def editor(client: Client, mulots) -> Client:
    client.force_login(make_editor(mulots))
    return client


@pytest.fixture
def leader(session: Session) -> Client:
    """Somebody who leads the date and belongs to no organisation."""
    user = get_user_model().objects.create_user("anim@asso.example", "un mot de passe")
    wanted = Permission.objects.filter(codename__in=("lead_session", "access_admin"))
    user.user_permissions.add(*wanted)
    session.facilitators.add(user)
    client = Client()
    client.force_login(user)
    return client


def names() -> list[str]:
    """Those who are still to be called."""
    return [call.registration.name for call in Call.objects.to_make().order_by("registration__name")]


def read(client: Client, address: str, *args: object) -> str:
    response = client.get(reverse(address, args=args))
    assert response.status_code == 200
    return response.content.decode()


# Who is put on the list


def test_far_from_the_date_only_those_without_an_e_mail_are_called(session: Session) -> None:
    enroll(session, "Camille", phone=PHONE)
    enroll(session, "Rozenn", email="", phone=PHONE)
    cancel_session(session, reason="Neige")
    assert names() == ["Rozenn"]


def test_an_hour_before_everybody_with_a_phone_is_called_and_written_to(session: Session) -> None:
    """At 8.30 the facilitator cancels the date of 9.30."""
    enroll(session, "Camille", phone=PHONE)
    enroll(session, "Rozenn", email="", phone=PHONE)
    enroll(session, "Sacha", phone=PHONE)
    cancel_session(session, reason="Neige", now=session.start - HOUR)
    assert names() == ["Camille", "Rozenn", "Sacha"]
    assert Message.objects.filter(kind="bookings.session_cancelled").count() == 2


def test_near_the_date_a_person_with_an_e_mail_and_no_phone_is_only_written_to(session: Session) -> None:
    enroll(session, "Camille")
    cancel_session(session, reason="Neige", now=session.start - HOUR)
    assert names() == []


def test_a_person_without_any_contact_is_on_the_list_all_the_same(session: Session) -> None:
    enroll(session, "Marcel", email="")
    cancel_session(session, reason="Neige")
    assert names() == ["Marcel"]


def test_a_date_brought_forward_to_tomorrow_is_told_by_phone(session: Session) -> None:
    enroll(session, "Camille", phone=PHONE)
    tomorrow = timezone.now() + 20 * HOUR
    move_session(session, start=tomorrow, end=tomorrow + HOUR)
    assert names() == ["Camille"]


def test_who_was_on_the_list_twice_hears_the_last_news_only(session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    postpone_session(session, reason="Neige")
    move_session(session, start=session.start + HOUR, end=session.end + HOUR)
    cancel_session(session, reason="Neige encore")
    assert [call.kind for call in Call.objects.to_make()] == ["bookings.session_cancelled"]


def test_a_call_that_was_made_stays_made_and_the_next_news_is_another(session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    move_session(session, start=session.start + HOUR, end=session.end + HOUR)
    Call.objects.update(done_at=timezone.now())
    cancel_session(session, reason="Neige")
    assert Call.objects.count() == 2
    assert names() == ["Rozenn"]


def test_somebody_who_cancelled_is_never_called(session: Session) -> None:
    person = enroll(session, "Rozenn", email="", phone=PHONE)
    move_session(session, start=session.start + HOUR, end=session.end + HOUR)
    cancel_registration(person)
    cancel_session(session, reason="Neige")
    assert names() == []


def test_somebody_without_an_e_mail_who_gets_a_seat_is_called(session: Session) -> None:
    for name in ("Camille", "Sacha"):
        enroll(session, name)
    enroll(session, "Rozenn", email="", phone=PHONE)
    change_capacity(session, 3)
    assert [(call.kind, call.session) for call in Call.objects.all()] == [
        ("bookings.registration_promoted", session)
    ]


def test_registering_or_leaving_by_oneself_asks_for_no_call(session: Session) -> None:
    cancel_registration(enroll(session, "Rozenn", email="", phone=PHONE))
    assert Call.objects.count() == 0


def test_a_date_that_has_gone_by_needs_no_call_any_more(session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    cancel_session(session, reason="Neige")
    assert Call.objects.to_make(session.end + HOUR).count() == 0


def test_an_erased_person_is_on_no_list(session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    cancel_session(session, reason="Neige")
    Registration.objects.update(anonymized_at=timezone.now())
    assert names() == []


# The list


def test_the_list_says_what_to_say_with_a_number_to_tap(editor: Client, session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    cancel_session(session, reason="L’animatrice est malade")
    html = read(editor, "bookings_calls")
    assert "Trier ses photos" in html
    assert "Cette date est annulée. L’animatrice est malade" in html
    assert f'href="tel:{PHONE}"' in html


def test_a_call_is_ticked_off_and_put_back(editor: Client, session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    cancel_session(session, reason="Neige")
    call = Call.objects.get()
    tick = reverse("bookings_call_tick", args=[call.pk])
    assert editor.get(tick).status_code == 405
    editor.post(tick)
    call.refresh_from_db()
    assert call.done_by is not None
    assert names() == []
    assert "Rozenn" in read(editor, "bookings_calls")
    editor.post(tick, {"undo": "1"})
    assert names() == ["Rozenn"]


def test_another_association_sees_and_ticks_nothing(client: Client, session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    cancel_session(session, reason="Neige")
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    assert "Rozenn" not in read(client, "bookings_calls")
    assert client.post(reverse("bookings_call_tick", args=[Call.objects.get().pk])).status_code == 404
    assert client.get(reverse("bookings_calls_of_date", args=[session.public_id])).status_code == 404
    assert names() == ["Rozenn"]


def test_the_list_costs_as_many_queries_for_twenty_people_as_for_one(editor: Client, mulots) -> None:
    read(editor, "bookings_calls")
    counts = []
    for people in (1, 20):
        one = make_session(make_page(mulots), in_days=4, capacity=None)
        for number in range(people):
            enroll(one, f"Rozenn{number}", email="", phone=PHONE)
        cancel_session(one, reason="Neige")
        with CaptureQueriesContext(connection) as captured:
            read(editor, "bookings_calls")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_who_read_the_list_is_written_down(editor: Client, session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    cancel_session(session, reason="Neige")
    read(editor, "bookings_calls")
    assert AccessRecord.objects.get(what="bookings.calls").rows == 1


# Somebody who leads one date


def test_who_cancels_the_date_they_lead_sees_whom_to_call_and_ticks(leader: Client, session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    answer = leader.post(
        reverse("bookings_led_date_cancel", args=[session.public_id]), {"reason": "Je suis malade"}
    )
    assert answer.url == reverse("bookings_calls_of_date", args=[session.public_id])
    assert "Rozenn" in leader.get(answer.url).content.decode()
    tick = reverse("bookings_call_tick", args=[Call.objects.get().pk])
    assert leader.post(tick, {"from": "date"}).url == answer.url
    assert names() == []


def test_who_leads_a_date_that_takes_place_sees_no_call_of_it(leader: Client, session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    move_session(session, start=session.start + HOUR, end=session.end + HOUR)
    assert leader.get(reverse("bookings_calls_of_date", args=[session.public_id])).status_code == 404
    assert leader.post(reverse("bookings_call_tick", args=[Call.objects.get().pk])).status_code == 404
    assert leader.get(reverse("bookings_calls")).url == reverse("wagtailadmin_home")
