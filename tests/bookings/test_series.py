"""Regular dates become rows, in one go; a date that changes is told to whom it concerns, once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurrence
from django.utils import timezone
from recurrence import Recurrence, Rule

from maillage.bookings import errors
from maillage.bookings.models import Session, SessionSeries, SessionStatus
from maillage.bookings.services import (
    add_session,
    cancel_registration,
    cancel_session,
    create_series,
    extend_series,
    move_session,
    preview_series,
)
from maillage.bookings.signals import session_cancelled
from maillage.outbox.models import Message
from maillage.places.models import Place
from tests.bookings.factories import enroll, make_cycle, make_page, make_session, statuses

pytestmark = pytest.mark.django_db

TUESDAYS = {
    "recurrences": Recurrence(rrules=[Rule(recurrence.WEEKLY, byday=[recurrence.TU])], include_dtstart=False),
    "first_date": date(2026, 12, 8),
    "start_time": time(18, 30),
    "duration": timedelta(minutes=90),
    "until": date(2027, 1, 12),
}


def redon(page):
    return Place.objects.create(
        commune="Redon", postal_code="35600", organization=page.organization, slug="redon-test"
    )


def days(sessions):
    return [session.local_start.date() for session in sessions]


def told(kind):
    return Message.objects.filter(kind=kind).count()


def test_a_preview_names_the_holidays_of_the_place_and_unticks_them():
    page = make_page()
    planned = preview_series(**TUESDAYS, place=redon(page), skip_school_holidays=True)
    assert [(each.day.day, bool(each.school_holiday), each.kept) for each in planned] == [
        (8, False, True),
        (15, False, True),
        (22, True, False),
        (29, True, False),
        (5, False, True),
        (12, False, True),
    ]


def test_a_preview_only_names_holidays_when_nobody_asked_to_skip_them():
    planned = preview_series(**TUESDAYS, zone="B")
    assert [each.kept for each in planned] == [True] * 6
    assert planned[2].school_holiday != ""


def test_the_chosen_zone_goes_before_the_one_of_the_place():
    february = TUESDAYS | {"first_date": date(2027, 2, 9), "until": date(2027, 2, 9)}
    place = redon(make_page())
    assert preview_series(**february, place=place)[0].school_holiday == ""
    assert preview_series(**february, place=place, zone="C")[0].school_holiday != ""


def test_a_preview_unticks_public_holidays_when_asked():
    rule = TUESDAYS | {"first_date": date(2027, 7, 13), "until": date(2027, 7, 14)}
    rule["recurrences"] = Recurrence(rrules=[Rule(recurrence.DAILY)], include_dtstart=False)
    planned = preview_series(**rule, skip_public_holidays=True)
    assert [each.kept for each in planned] == [True, False]


def test_a_preview_writes_nothing():
    preview_series(**TUESDAYS, page=make_page())
    assert (Session.objects.count(), SessionSeries.objects.count()) == (0, 0)


def test_a_preview_unticks_the_dates_that_the_page_already_has():
    page = make_page()
    create_series(page, **TUESDAYS | {"until": date(2026, 12, 8)})
    planned = preview_series(**TUESDAYS, page=page)
    assert [(each.already_there, each.kept) for each in planned][:2] == [(True, False), (False, True)]


def test_a_series_writes_one_row_for_each_date():
    page = make_page()
    series = create_series(page, **TUESDAYS, capacity=8)
    rows = list(series.sessions.all())
    assert len(rows) == 6
    assert rows[0].start == datetime(2026, 12, 8, 17, 30, tzinfo=UTC)
    assert {(row.capacity, row.organization_id, row.page_id) for row in rows} == {
        (8, page.organization_id, page.pk)
    }
    assert [row.original_start for row in rows] == [row.start for row in rows]


def test_a_long_series_costs_as_few_queries_as_a_short_one(django_assert_max_num_queries):
    page = make_page()
    with django_assert_max_num_queries(8):
        create_series(page, **TUESDAYS | {"until": date(2028, 12, 31)})


def test_days_left_out_are_stored_in_the_rule_as_excluded():
    series = create_series(make_page(), **TUESDAYS, excluded={date(2026, 12, 22)})
    series.refresh_from_db()
    assert date(2026, 12, 22) not in days(series.sessions.all())
    assert "EXDATE:20261222T173000Z" in str(series.recurrences)
    assert "DTSTART" not in str(series.recurrences)


def test_a_series_that_leaves_everything_out_is_refused_and_writes_nothing():
    page = make_page()
    with pytest.raises(errors.NoDate):
        create_series(page, **TUESDAYS | {"until": date(2026, 12, 8)}, excluded={date(2026, 12, 8)})
    assert SessionSeries.objects.count() == 0


def test_a_double_click_makes_one_set_of_dates():
    page = make_page()
    create_series(page, **TUESDAYS)
    with pytest.raises(errors.DatesAlreadyThere, match="6"):
        create_series(page, **TUESDAYS)
    assert (SessionSeries.objects.count(), Session.objects.count()) == (1, 6)


def test_the_same_hours_at_another_place_are_other_dates():
    page = make_page()
    create_series(page, **TUESDAYS)
    create_series(page, **TUESDAYS, place=redon(page))
    assert Session.objects.count() == 12


def test_extending_adds_rows_and_touches_none():
    series = create_series(make_page(), **TUESDAYS, capacity=8)
    moved = series.sessions.first()
    move_session(moved, start=moved.start + timedelta(hours=1), end=moved.end + timedelta(hours=1))
    added = extend_series(series, until=date(2027, 1, 26))
    assert days(added) == [date(2027, 1, 19), date(2027, 1, 26)]
    assert {row.capacity for row in added} == {8}
    assert series.sessions.count() == 8
    moved.refresh_from_db()
    assert moved.is_moved


def test_extending_keeps_every_second_week_in_step():
    rule = Recurrence(
        rrules=[Rule(recurrence.WEEKLY, interval=2, byday=[recurrence.TU])], include_dtstart=False
    )
    series = create_series(make_page(), **TUESDAYS | {"recurrences": rule, "until": date(2027, 1, 9)})
    assert days(extend_series(series, until=date(2027, 1, 20))) == [date(2027, 1, 19)]


def test_days_left_out_of_an_extension_join_the_excluded_ones_of_the_rule():
    series = create_series(make_page(), **TUESDAYS, excluded={date(2026, 12, 22)})
    added = extend_series(series, until=date(2027, 1, 26), excluded={date(2027, 1, 19)})
    series.refresh_from_db()
    assert days(added) == [date(2027, 1, 26)]
    assert str(series.recurrences).count("EXDATE") == 2


def test_extending_by_nothing_is_refused():
    series = create_series(make_page(), **TUESDAYS)
    with pytest.raises(errors.NoDate):
        extend_series(series, until=date(2027, 1, 13))


def test_extending_beyond_four_hundred_dates_is_refused():
    daily = Recurrence(rrules=[Rule(recurrence.DAILY)], include_dtstart=False)
    series = create_series(make_page(), **TUESDAYS | {"recurrences": daily})
    with pytest.raises(errors.TooManyDates):
        extend_series(series, until=date(2028, 6, 30))
    series.refresh_from_db()
    assert series.until == date(2027, 1, 12)


def test_a_cycle_that_people_hold_is_not_extended():
    first = make_cycle(capacities=(5, 5))[0]
    enroll(first)
    with pytest.raises(errors.CycleInUse):
        extend_series(first.series, until=first.series.until + timedelta(weeks=4))


def test_adding_one_date_gives_it_to_the_lead_organisation():
    page = make_page()
    start = timezone.now() + timedelta(days=3)
    session = add_session(page, start=start, end=start + timedelta(hours=2), capacity=6)
    assert (session.organization, session.series, session.original_start) == (page.organization, None, start)


def test_adding_the_same_date_twice_is_refused():
    page = make_page()
    start = timezone.now() + timedelta(days=3)
    add_session(page, start=start, end=start + timedelta(hours=2))
    with pytest.raises(errors.DatesAlreadyThere):
        add_session(page, start=start, end=start + timedelta(hours=2))


def test_a_date_that_ends_before_it_begins_is_refused():
    start = timezone.now() + timedelta(days=3)
    with pytest.raises(errors.EndBeforeBeginning):
        add_session(make_page(), start=start, end=start)


def test_cancelling_tells_those_who_are_registered_and_those_who_wait_once_each():
    session = make_session(capacity=1)
    enroll(session, "Camille")
    enroll(session, "Sacha")
    cancel_registration(enroll(session, "Noa"))
    cancelled = cancel_session(session, reason="La salle est inondée")
    assert told("bookings.session_cancelled") == 2
    assert (cancelled.status, cancelled.status_reason, cancelled.sequence) == (
        SessionStatus.CANCELLED,
        "La salle est inondée",
        1,
    )


def test_cancelling_twice_is_refused_and_tells_nobody_again():
    session = make_session()
    enroll(session)
    cancel_session(session, reason="Panne")
    with pytest.raises(errors.DateIsCancelled):
        cancel_session(session, reason="Panne")
    assert told("bookings.session_cancelled") == 1


def test_somebody_without_an_address_is_not_written_to():
    session = make_session()
    enroll(session, email="", phone="+33261910000")
    cancel_session(session, reason="Panne")
    assert told("bookings.session_cancelled") == 0


def test_cancelling_one_date_leaves_the_others():
    series = create_series(make_page(), **TUESDAYS)
    cancel_session(series.sessions.first(), reason="Panne", now=datetime(2026, 12, 1, tzinfo=UTC))
    assert series.sessions.scheduled().count() == 5


def test_a_date_that_is_over_can_no_longer_be_cancelled():
    with pytest.raises(errors.DateIsPast):
        cancel_session(make_session(in_days=-2), reason="Panne")


def test_plugins_hear_of_a_cancelled_date_after_the_commit(django_capture_on_commit_callbacks):
    heard = []
    session = make_session()

    def listen(sender, session, **kwargs):
        heard.append(session.public_id)

    session_cancelled.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_session(session, reason="Panne")
        assert heard == []
    session_cancelled.disconnect(listen)
    assert heard == [session.public_id]


def test_cancelling_the_full_date_of_a_cycle_lets_in_who_was_held_back():
    dates = make_cycle(capacities=(1, 2))
    enroll(dates[0], "Camille")
    enroll(dates[0], "Sacha")
    cancel_session(dates[0], reason="Panne")
    assert statuses(dates[1]) == [("Camille", "confirmed"), ("Sacha", "offered")]


def test_moving_keeps_the_first_hour_and_tells_people_once():
    session = make_session()
    enroll(session)
    before = session.start
    moved = move_session(
        session, start=before + timedelta(days=1), end=before + timedelta(days=1, hours=2), reason="Fête"
    )
    assert (moved.original_start, moved.is_moved, moved.sequence) == (before, True, 1)
    assert told("bookings.session_moved") == 1


def test_moving_twice_tells_people_twice():
    session = make_session()
    enroll(session)
    for hours in (1, 2):
        start = session.start + timedelta(hours=hours)
        move_session(session, start=start, end=start + timedelta(hours=2))
    assert told("bookings.session_moved") == 2


def test_moving_to_the_same_hours_and_place_tells_nobody():
    session = make_session()
    enroll(session)
    assert move_session(session, start=session.start, end=session.end).sequence == 0
    assert told("bookings.session_moved") == 0


def test_changing_only_the_place_is_a_move():
    session = make_session()
    place = redon(session.page)
    assert move_session(session, start=session.start, end=session.end, place=place).place == place


def test_moving_without_naming_a_place_keeps_it():
    page = make_page()
    session = make_session(page, place=redon(page))
    start = session.start + timedelta(hours=1)
    assert move_session(session, start=start, end=start + timedelta(hours=2)).place == session.place


def test_moving_into_the_past_is_refused():
    session = make_session()
    start = timezone.now() - timedelta(days=1)
    with pytest.raises(errors.StartInThePast):
        move_session(session, start=start, end=start + timedelta(hours=2))


def test_a_cancelled_date_is_not_moved():
    session = make_session(status=SessionStatus.CANCELLED)
    with pytest.raises(errors.DateIsCancelled):
        move_session(session, start=session.start + timedelta(days=1), end=session.end + timedelta(days=1))


def test_moving_keeps_how_long_before_registration_closes():
    session = make_session()
    session.closes_at = session.start - timedelta(hours=3)
    session.save()
    start = session.start + timedelta(days=2)
    moved = move_session(session, start=start, end=start + timedelta(hours=2))
    assert moved.closes_at == start - timedelta(hours=3)


def test_moving_later_keeps_the_registrations_as_long_after_the_new_date():
    session = make_session()
    registration = enroll(session)
    before = registration.expires_on
    start = session.start + timedelta(days=30)
    move_session(session, start=start, end=start + timedelta(hours=2))
    registration.refresh_from_db()
    assert registration.expires_on == before + timedelta(days=30)
