"""One date in the admin: changed, postponed, cut into appointments, led by somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from maillage.bookings.models import Session, SessionSeries
from maillage.outbox.models import Message
from tests.places.factories import make_editor, make_organization

from .factories import enroll, make_page, make_session

pytestmark = pytest.mark.django_db

TOMORROW = (timezone.localdate() + timedelta(days=3)).isoformat()


@pytest.fixture
def page():
    return make_page(make_organization("Les Mulots"))


@pytest.fixture
def editor(client: Client, page) -> Client:
    client.force_login(make_editor(page.organization))
    return client


@pytest.fixture
def leader():
    user = get_user_model().objects.create_user("anim@asso.example", "secret")
    user.user_permissions.add(Permission.objects.get(codename="lead_session"))
    return user


def screen(name: str, *args: object) -> str:
    return reverse(f"bookings_{name}", args=args)


def as_it_is(session: Session, **changed: Any) -> dict[str, Any]:
    """What the form of a date sends when nothing is touched but `changed`."""
    return {
        "day": session.local_start.date().isoformat(),
        "start_time": f"{session.local_start:%H:%M}",
        "end_time": f"{session.local_end:%H:%M}",
        "room": session.room,
        "capacity": session.capacity or "",
        **changed,
    }


def minute(session: Session) -> Session:
    """The date on a whole minute, as a form writes it."""
    session.start = session.start.replace(second=0)
    session.end, session.original_start = session.start + timedelta(hours=1), session.start
    session.save()
    return session


# Added


def test_a_permanence_is_cut_into_appointments_in_a_room(editor: Client, page) -> None:
    data = {
        "day": TOMORROW,
        "start_time": "14:00",
        "end_time": "17:00",
        "slot_minutes": "30",
        "room": "Étage",
    }
    editor.post(screen("date_add", page.pk), data)
    session = Session.objects.get()
    assert (session.slot_minutes, session.capacity, session.room) == (30, 6, "Étage")


def test_an_appointment_longer_than_the_date_is_refused_with_what_to_do(editor: Client, page) -> None:
    data = {"day": TOMORROW, "start_time": "14:00", "end_time": "14:30", "slot_minutes": "60"}
    response = editor.post(screen("date_add", page.pk), data)
    assert response.status_code == 422
    assert "plus courts" in response.content.decode()
    assert Session.objects.count() == 0


def test_who_leads_is_named_by_their_address(editor: Client, page, leader) -> None:
    data = {"day": TOMORROW, "start_time": "14:00", "end_time": "16:00", "leaders": "ANIM@asso.example"}
    editor.post(screen("date_add", page.pk), data)
    assert list(Session.objects.get().facilitators.all()) == [leader]


def test_an_address_that_may_lead_nothing_is_refused_and_nothing_is_written(editor: Client, page) -> None:
    get_user_model().objects.create_user("autre@asso.example", "secret")
    data = {"day": TOMORROW, "start_time": "14:00", "end_time": "16:00", "leaders": "autre@asso.example"}
    response = editor.post(screen("date_add", page.pk), data)
    assert (response.status_code, Session.objects.count()) == (422, 0)
    assert "leaders" in response.context["form"].errors


def test_regular_dates_share_their_room_their_appointments_and_who_leads_them(
    editor: Client, page, leader
) -> None:
    first = timezone.localdate() + timedelta(days=3)
    until = first + timedelta(weeks=2)
    data = {
        "regularity": "weekly",
        "weekdays": [str(first.weekday())],
        "interval": "1",
        "start_time": "14:00",
        "end_time": "16:00",
        "first_date": first.isoformat(),
        "until": until.isoformat(),
        "zone": "none",
        "room": "Étage",
        "slot_minutes": "30",
        "leaders": leader.email,
        "step": "create",
        "kept": [(first + timedelta(weeks=week)).isoformat() for week in range(3)],
    }
    editor.post(screen("series_add", page.pk), data)
    more = {
        "until": (until + timedelta(weeks=1)).isoformat(),
        "zone": "none",
        "step": "create",
        "kept": [(until + timedelta(weeks=1)).isoformat()],
    }
    editor.post(screen("series_extend", page.pk, SessionSeries.objects.get().pk), more)
    dates = list(Session.objects.all())
    assert [(one.room, one.slot_minutes, one.capacity) for one in dates] == [("Étage", 30, 4)] * 4
    assert [list(one.facilitators.all()) for one in dates] == [[leader]] * 4


# Changed


def test_hours_room_and_seats_change_together_and_people_hear_once(editor: Client, page) -> None:
    session = minute(make_session(page, capacity=2))
    enroll(session)
    data = as_it_is(session, room="Étage", capacity="5", reason="Trop petit en bas")
    assert editor.post(screen("date_move", session.public_id), data).status_code == 302
    session.refresh_from_db()
    assert (session.room, session.capacity, session.status_reason) == ("Étage", 5, "Trop petit en bas")
    assert Message.objects.filter(kind="bookings.session_moved").count() == 1


def test_seats_that_are_too_few_leave_the_hours_as_they_are(editor: Client, page) -> None:
    session = minute(make_session(page, capacity=3))
    for name in ("Camille", "Sacha"):
        enroll(session, name)
    data = as_it_is(session, room="Étage", capacity="1")
    assert editor.post(screen("date_move", session.public_id), data).status_code == 422
    session.refresh_from_db()
    assert (session.room, session.capacity) == ("", 3)
    assert not Message.objects.filter(kind="bookings.session_moved").exists()


def test_naming_who_leads_tells_nobody(editor: Client, page, leader) -> None:
    session = minute(make_session(page))
    enroll(session)
    editor.post(screen("date_move", session.public_id), as_it_is(session, leaders=leader.email))
    assert list(session.facilitators.all()) == [leader]
    assert not Message.objects.filter(kind="bookings.session_moved").exists()


def test_an_editor_says_when_registration_opens_and_closes_for_one_date(editor: Client, page) -> None:
    session = minute(make_session(page))
    enroll(session)
    form = editor.get(screen("date_move", session.public_id)).content.decode()
    assert 'name="opens_at"' in form
    assert 'name="closes_at"' in form
    opens_at, closes_at = (timezone.localtime(session.start) - timedelta(days=days) for days in (5, 1))
    data = as_it_is(session, opens_at=as_typed(opens_at), closes_at=as_typed(closes_at))
    editor.post(screen("date_move", session.public_id), data)
    session.refresh_from_db()
    assert (session.opens_at, session.closes_at) == (opens_at, closes_at)
    assert not Message.objects.filter(kind="bookings.session_moved").exists()
    assert as_typed(opens_at) in editor.get(screen("date_move", session.public_id)).content.decode()


def test_emptied_hours_of_registration_are_those_of_the_page_again(editor: Client, page) -> None:
    session = minute(make_session(page, closes_at=timezone.now()))
    editor.post(screen("date_move", session.public_id), as_it_is(session, closes_at=""))
    session.refresh_from_db()
    assert session.closes_at is None


def test_hours_of_registration_that_nobody_touched_follow_the_date(editor: Client, page) -> None:
    session = minute(make_session(page))
    session.closes_at = session.start - timedelta(hours=3)
    session.save()
    later = (session.local_start + timedelta(days=7)).date().isoformat()
    data = as_it_is(session, day=later, closes_at=as_typed(timezone.localtime(session.closes_at)))
    editor.post(screen("date_move", session.public_id), data)
    session.refresh_from_db()
    assert timezone.localtime(session.closes_at) == timezone.localtime(session.start) - timedelta(hours=3)


def test_registration_that_closes_before_it_opens_is_refused(editor: Client, page) -> None:
    session = minute(make_session(page))
    closed = {"opens_at": f"{TOMORROW}T12:00", "closes_at": f"{TOMORROW}T11:00"}
    response = editor.post(screen("date_move", session.public_id), as_it_is(session, **closed))
    session.refresh_from_db()
    assert (response.status_code, session.opens_at, session.closes_at) == (422, None, None)
    assert "closes_at" in response.context["form"].errors


def as_typed(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


# Postponed


def test_a_date_is_postponed_with_a_reason_then_given_its_new_day(editor: Client, page) -> None:
    session = minute(make_session(page))
    enroll(session)
    postpone = screen("date_postpone", session.public_id)
    assert editor.post(postpone, {"reason": ""}).status_code == 422
    editor.post(postpone, {"reason": "Neige"})
    session.refresh_from_db()
    assert (session.is_postponed, session.status_reason) == (True, "Neige")
    html = editor.get(screen("dates", page.pk)).content.decode()
    assert "Reportées" in html
    assert "Donner son nouveau jour" in html
    editor.post(screen("date_move", session.public_id), as_it_is(session, day=TOMORROW))
    session.refresh_from_db()
    assert session.takes_place
    assert [entry.action for entry in PageLogEntry.objects.filter(action__startswith="bookings.")] == [
        "bookings.move_date",
        "bookings.postpone_date",
    ]


def test_a_postponed_date_whose_day_has_gone_waits_at_the_top_of_the_list(editor: Client, page) -> None:
    gone = make_session(page, in_days=-9, status="postponed")
    make_session(page, in_days=-9)
    context = editor.get(screen("dates", page.pk)).context
    assert context["postponed"] == [gone]
    assert gone not in context["past"]


def test_another_association_can_postpone_nothing(client: Client, page) -> None:
    session = make_session(page)
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    answer = client.post(screen("date_postpone", session.public_id), {"reason": "Neige"})
    session.refresh_from_db()
    assert (answer.status_code, session.takes_place) == (404, True)
