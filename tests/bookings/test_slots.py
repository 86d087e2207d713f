"""Appointments: a date cut into hours of its own, one person for each."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar
from recurrence import DAILY, Recurrence, Rule

from maillage.bookings.errors import (
    AppointmentsOutside,
    AppointmentTaken,
    AppointmentTooLong,
    CycleOfAppointments,
    MoreSeatsThanAppointments,
    OneSeatPerAppointment,
)
from maillage.bookings.messages import render_registration_email
from maillage.bookings.models import RegisteredDate, Registration, Session
from maillage.bookings.rules import as_lived_by
from maillage.bookings.services import (
    add_session,
    cancel_registration,
    change_capacity,
    create_series,
    free_slots,
    move_session,
)
from tests.bookings.factories import enroll, make_page

pytestmark = pytest.mark.django_db

HALF = timedelta(minutes=30)


def permanence(hours: int = 2, **fields: object) -> Session:
    """A permanence at 14:00 on the clock of Paris in some days, cut into half-hours."""
    start = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=9)
    start, end = start.astimezone(UTC), (start + timedelta(hours=hours)).astimezone(UTC)
    return add_session(make_page(offer_hours=0), start=start, end=end, slot_minutes=30, **fields)


def hours_of(session: Session) -> dict[str, datetime | None]:
    """The appointment of each person."""
    rows = RegisteredDate.objects.filter(session=session).select_related("registration")
    return {row.registration.name: row.slot_start for row in rows}


def test_a_date_has_as_many_seats_as_appointments() -> None:
    session = permanence()
    assert session.capacity == 4
    assert free_slots(session) == [session.start + HALF * number for number in range(4)]


def test_a_last_piece_that_is_too_short_is_no_appointment() -> None:
    start = timezone.now() + timedelta(days=3)
    session = add_session(make_page(), start=start, end=start + timedelta(minutes=75), slot_minutes=30)
    assert session.capacity == 2


def test_more_seats_than_appointments_or_no_appointment_at_all_is_refused() -> None:
    start = timezone.now() + timedelta(days=3)
    with pytest.raises(MoreSeatsThanAppointments):
        permanence(capacity=5)
    with pytest.raises(AppointmentTooLong):
        add_session(make_page(), start=start, end=start + timedelta(minutes=20), slot_minutes=30)
    assert Session.objects.count() == 0


def test_a_person_gets_the_hour_they_chose_and_nobody_else_does() -> None:
    session = permanence()
    wanted = session.start + HALF
    enroll(session, "Camille", slot=wanted)
    assert hours_of(session) == {"Camille": wanted}
    assert wanted not in free_slots(session)
    with pytest.raises(AppointmentTaken):
        enroll(session, "Sacha", slot=wanted)
    session.refresh_from_db()
    assert (session.seats_taken, Registration.objects.count()) == (1, 1)


def test_an_hour_that_the_date_does_not_have_is_refused() -> None:
    session = permanence()
    with pytest.raises(AppointmentTaken):
        enroll(session, slot=session.start + timedelta(minutes=10))


def test_who_chooses_no_hour_gets_the_first_free_one() -> None:
    session = permanence()
    enroll(session, "Camille", slot=session.start)
    enroll(session, "Sacha")
    assert hours_of(session)["Sacha"] == session.start + HALF


def test_a_family_cannot_share_one_appointment() -> None:
    with pytest.raises(OneSeatPerAppointment):
        enroll(permanence(), seats=2)


def test_the_database_holds_an_hour_for_one_person_whatever_the_code_does() -> None:
    session = permanence()
    enroll(session, "Camille", slot=session.start)
    enroll(session, "Sacha", slot=session.start + HALF)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisteredDate.objects.filter(registration__name="Sacha").update(slot_start=session.start)


def test_the_same_press_twice_is_one_appointment() -> None:
    session = permanence()
    first = enroll(session, slot=session.start, idempotency_key="abc")
    assert enroll(session, slot=session.start, idempotency_key="abc") == first
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_an_hour_given_back_goes_to_the_first_who_waits() -> None:
    session = permanence(hours=1)
    people = [enroll(session, name) for name in ("Camille", "Sacha", "Dominique")]
    assert hours_of(session)["Dominique"] is None
    cancel_registration(people[0])
    assert hours_of(session) == {
        "Camille": None,
        "Sacha": session.start + HALF,
        "Dominique": session.start,
    }


def test_appointments_move_with_their_date() -> None:
    session = permanence()
    enroll(session, "Camille", slot=session.start)
    enroll(session, "Sacha", slot=session.start + HALF)
    moved = move_session(session, start=session.start + HALF, end=session.end + HALF)
    assert hours_of(moved) == {"Camille": moved.start, "Sacha": moved.start + HALF}


def test_a_shorter_date_keeps_the_appointments_that_are_taken() -> None:
    session = permanence()
    enroll(session, "Camille", slot=session.start + 3 * HALF)
    with pytest.raises(AppointmentsOutside):
        move_session(session, start=session.start, end=session.start + 2 * HALF)
    longer = move_session(session, start=session.start, end=session.end + 2 * HALF)
    assert longer.capacity == 6


def test_seats_cannot_be_more_than_the_appointments() -> None:
    session = permanence()
    with pytest.raises(MoreSeatsThanAppointments):
        change_capacity(session, 9)
    change_capacity(session, None)
    session.refresh_from_db()
    assert session.capacity == 4


def test_a_cycle_of_appointments_is_refused_and_a_series_cut() -> None:
    day = timezone.localdate() + timedelta(days=7)
    rule = {
        "recurrences": Recurrence(rrules=[Rule(DAILY)], include_dtstart=False),
        "first_date": day,
        "until": day + timedelta(days=2),
        "start_time": time(14),
        "duration": timedelta(hours=1),
        "slot_minutes": 20,
    }
    with pytest.raises(CycleOfAppointments):
        create_series(make_page(), as_cycle=True, **rule)
    series = create_series(make_page(), **rule)
    assert [(one.slot_minutes, one.capacity) for one in series.sessions.all()] == [(20, 3)] * 3


def test_a_person_reads_their_own_hour_in_the_e_mail_and_in_its_calendar_file() -> None:
    session = permanence()
    person = enroll(session, slot=session.start + HALF)
    email = render_registration_email("bookings.registration_confirmed", {"registration": person.pk})
    assert "14 h 30 – 15 h" in email.text.replace("\xa0", " ")
    (event,) = Calendar.from_ical(email.attachments[0].content).walk("VEVENT")
    assert (event.start, event.end) == (session.start + HALF, session.start + 2 * HALF)
    assert "prévue d’abord" not in event["DESCRIPTION"].lower()


def test_the_public_file_of_an_appointment_names_its_hour_and_no_other(client) -> None:
    session = permanence()
    path = f"/agenda/{session.public_id}.ics"
    hour = (session.start + HALF).isoformat()
    (event,) = Calendar.from_ical(client.get(path, {"slot": hour}).content).walk("VEVENT")
    assert event.start == session.start + HALF
    assert client.get(path, {"slot": "2026-01-01T00:00:00+00:00"}).status_code == 404


def test_a_date_without_appointments_is_lived_as_it_is() -> None:
    session = permanence()
    person = enroll(session)
    RegisteredDate.objects.update(slot_start=None)
    assert as_lived_by(person, [session]) == [session]
    assert as_lived_by(person, [session])[0].end == session.end


def test_the_form_offers_the_free_hours_and_keeps_the_one_that_is_chosen(client) -> None:
    session = permanence()
    enroll(session, "Camille", slot=session.start)
    path = f"/inscription/{session.public_id}/"
    html = client.get(path).content.decode()
    assert (session.start + HALF).isoformat() in html.replace("&#x2B;", "+")
    assert f'value="{session.start.isoformat()}"' not in html
    client.post(
        path,
        {"name": "Sacha", "phone": "0639980012", "seats": "1", "slot": (session.start + HALF).isoformat()},
    )
    assert hours_of(session)["Sacha"] == session.start + HALF
