"""The « Dates » screens, over HTTP and without a script."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from maillage.bookings.models import Session, SessionSeries
from maillage.outbox.models import Message
from tests.places.factories import make_editor

from .dates_screens import FIRST, SERIES, text_of, url
from .factories import enroll, make_page, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(mulots):
    return make_page(mulots)


@pytest.fixture
def editor(client, mulots):
    user = make_editor(mulots)
    client.force_login(user)
    return user


def test_the_list_shows_the_dates_to_come_before_the_past_ones(client, editor, page):
    make_session(page, in_days=-3)
    make_session(page, in_days=3)
    response = client.get(url("dates", page.pk))
    assert (len(response.context["upcoming"]), len(response.context["past"])) == (1, 1)


def test_a_line_says_how_many_seats_are_taken_and_how_many_people_wait(client, editor, page):
    session = make_session(page, capacity=1)
    enroll(session, "Camille")
    enroll(session, "Sacha")
    row = client.get(url("dates", page.pk)).context["upcoming"][0]
    assert (row.seats_taken, row.waiting_count) == (1, 1)


def test_a_line_leads_to_the_registrations(client, editor, page):
    session = make_session(page)
    assert url("registrations", session.public_id) in text_of(client.get(url("dates", page.pk)))


def test_fifty_dates_cost_as_many_queries_as_two(client, editor, page):
    client.get(url("dates", page.pk))
    counts = []
    for number in (2, 48):
        for day in range(number):
            enroll(make_session(page, in_days=10 + day + number, capacity=1))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("dates", page.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_date_is_added_on_the_clock_of_the_place(client, editor, page):
    day = FIRST.isoformat()
    data = {"day": day, "start_time": "18:30", "end_time": "20:00", "capacity": "8"}
    response = client.post(url("date_add", page.pk), data)
    session = Session.objects.get()
    assert response.url == url("dates", page.pk)
    assert (session.local_start.hour, session.local_start.minute, session.capacity) == (18, 30, 8)


def test_hours_in_the_wrong_order_are_refused_and_what_was_typed_stays(client, editor, page):
    data = {"day": FIRST.isoformat(), "start_time": "20:00", "end_time": "18:30"}
    response = client.post(url("date_add", page.pk), data)
    assert response.status_code == 422
    assert "end_time" in response.context["form"].errors
    assert 'value="20:00"' in text_of(response)


@pytest.mark.parametrize("day", ["", "demain", "0001-01-01", "9999-12-31", "2026-02-30", "\x00"])
def test_a_day_that_is_none_is_refused(client, editor, page, day):
    response = client.post(url("date_add", page.pk), {"day": day, "start_time": "18:30", "end_time": "20:00"})
    assert (response.status_code, Session.objects.count()) == (422, 0)


def test_before_cancelling_the_screen_says_how_many_people_will_be_told(client, editor, page):
    session = make_session(page, capacity=1)
    enroll(session, "Camille")
    enroll(session, "Sacha", email="", phone="+33261910000")
    response = client.get(url("date_cancel", session.public_id))
    assert (response.context["people_count"], response.context["without_email"]) == (2, 1)


def test_a_date_is_cancelled_with_its_reason(client, editor, page):
    session = make_session(page)
    enroll(session)
    client.post(url("date_cancel", session.public_id), {"reason": "La salle est inondée"})
    session.refresh_from_db()
    assert (session.is_cancelled, session.status_reason) == (True, "La salle est inondée")
    assert Message.objects.filter(kind="bookings.session_cancelled").count() == 1


def test_cancelling_without_a_reason_is_refused(client, editor, page):
    session = make_session(page)
    assert client.post(url("date_cancel", session.public_id), {"reason": " "}).status_code == 422
    session.refresh_from_db()
    assert not session.is_cancelled


def test_a_date_made_by_mistake_leaves_without_a_trace(client, editor, page):
    session = make_session(page)
    client.post(url("date_cancel", session.public_id), {"delete": "1"})
    assert Session.objects.count() == 0


def test_a_date_that_somebody_registered_for_is_not_deleted(client, editor, page):
    session = make_session(page)
    enroll(session)
    client.post(url("date_cancel", session.public_id), {"delete": "1"})
    assert Session.objects.count() == 1


def test_a_deleted_date_of_a_series_is_left_out_of_its_rule(client, editor, page):
    every = [(FIRST + timedelta(weeks=week)).isoformat() for week in range(4)]
    client.post(url("series_add", page.pk), {**SERIES, "step": "create", "kept": every})
    session = Session.objects.first()
    client.post(url("date_cancel", session.public_id), {"delete": "1"})
    assert f"EXDATE:{FIRST:%Y%m%d}" in str(SessionSeries.objects.get().recurrences)


def test_a_date_is_moved(client, editor, page):
    session = make_session(page)
    enroll(session)
    data = {"day": FIRST.isoformat(), "start_time": "09:00", "end_time": "11:00", "reason": "Fête"}
    client.post(url("date_move", session.public_id), data)
    session.refresh_from_db()
    assert (session.local_start.date(), session.local_start.hour, session.is_moved) == (FIRST, 9, True)
    assert Message.objects.filter(kind="bookings.session_moved").count() == 1


def test_a_date_is_not_moved_into_the_past(client, editor, page):
    session = make_session(page)
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()
    data = {"day": yesterday, "start_time": "09:00", "end_time": "11:00"}
    assert client.post(url("date_move", session.public_id), data).status_code == 422


def test_every_date_to_come_is_cancelled_at_once(client, editor, page):
    enroll(make_session(page, in_days=3))
    make_session(page, in_days=5)
    make_session(page, in_days=-5)
    client.post(url("dates_cancel_all", page.pk), {"reason": "La salle ferme"})
    assert page.sessions.scheduled().count() == 1
    assert Message.objects.filter(kind="bookings.session_cancelled").count() == 1


def test_dates_that_nobody_registered_for_can_all_be_deleted(client, editor, page):
    make_session(page)
    client.post(url("dates_cancel_all", page.pk), {"delete": "1"})
    assert page.sessions.count() == 0


@pytest.mark.parametrize("name", ["dates", "date_add", "series_add", "dates_cancel_all"])
def test_the_other_association_sees_no_screen_of_the_page(client, neighbour, page, name):
    assert client.get(url(name, page.pk)).status_code == 404
    assert client.post(url(name, page.pk), {**SERIES, "step": "create"}).status_code == 404
    assert Session.objects.count() == 0


@pytest.mark.parametrize("name", ["date_cancel", "date_move"])
def test_the_other_association_changes_no_date(client, neighbour, page, name):
    session = make_session(page)
    data = {"reason": "x", "delete": "1", "day": "2031-01-01", "start_time": "9:00", "end_time": "10:00"}
    assert client.post(url(name, session.public_id), data).status_code == 404
    session.refresh_from_db()
    assert (session.is_cancelled, session.sequence) == (False, 0)


def test_somebody_who_may_not_edit_the_page_is_refused(client, editor, mulots, page):
    mulots.group.page_permissions.all().delete()
    assert client.get(url("dates", page.pk)).status_code in (302, 403)


def test_a_visitor_is_sent_to_the_sign_in(client, page):
    assert client.get(url("dates", page.pk)).url.startswith(reverse("wagtailadmin_login"))


def test_a_page_without_dates_has_no_such_screen(client, editor, mulots):
    assert client.get(url("dates", mulots.page.pk)).status_code == 404


def test_the_edit_screen_and_the_explorer_lead_to_the_dates(client, editor, page):
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    listing = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert url("dates", page.pk) in text_of(edit)
    assert url("dates", page.pk) in text_of(listing)


def test_the_history_of_the_page_says_who_cancelled(client, editor, page):
    session = make_session(page)
    client.post(url("date_cancel", session.public_id), {"reason": "Panne"})
    assert PageLogEntry.objects.get(page=page, action="bookings.cancel_date").user == editor
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert history.status_code == 200
