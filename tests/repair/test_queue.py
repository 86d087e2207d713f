"""Whose turn it is at a repair café, and what may happen to an object on the day."""

import uuid

import pytest
from django.utils import timezone

from maillage.bookings.errors import SessionCancelled
from maillage.bookings.models import Attendance, RegisteredDate
from maillage.bookings.services import cancel_registration
from repair.errors import CannotChange, KeyOfAnotherDate, NoRulesYet, NotAnnouncedHere
from repair.models import CHANGES, HouseRules, IntakeSheet, SheetState
from repair.services import queue
from repair.services.intake import take_in, welcome
from repair.services.published import publish_rules
from tests.repair.factories import announce, make_date, make_fixer, make_sheet, make_skill

pytestmark = pytest.mark.django_db


def test_numbers_follow_each_other_on_each_date():
    saturday, sunday = make_date(), make_date()

    numbers = [make_sheet(date).number for date in (saturday, saturday, sunday, saturday)]

    assert numbers == [1, 2, 1, 3]


def test_a_sheet_sent_twice_is_one_sheet():
    session, key = make_date(), uuid.uuid4()

    first = take_in(session, client_key=key, item="Lampe")
    again = take_in(session, client_key=key, item="Lampe")

    assert again == first
    assert IntakeSheet.objects.count() == 1


def test_a_key_of_another_date_is_refused():
    sheet = make_sheet()

    with pytest.raises(KeyOfAnotherDate):
        take_in(make_date(), client_key=sheet.client_key, item="Lampe")


def test_a_cancelled_date_takes_nothing_in():
    with pytest.raises(SessionCancelled):
        make_sheet(make_date(status="cancelled"))


def test_the_sheet_keeps_the_rules_that_somebody_agreed_to():
    session = make_date()
    rules = publish_rules(HouseRules(organization=session.organization, text="On regarde avec vous."))

    sheet = make_sheet(session, agreement="accepted")

    assert sheet.rules == rules
    assert sheet.rules_agreement == "accepted"


def test_nobody_agrees_to_rules_that_are_not_written():
    with pytest.raises(NoRulesYet):
        make_sheet(agreement="accepted")


def test_an_announced_object_comes_with_its_words_and_its_owner_is_here():
    session = make_date()
    announcement = announce(session, "Grille-pain", fault="Le levier remonte.")

    sheet = welcome(session, announcement.pk, client_key=uuid.uuid4())

    assert (sheet.item, sheet.fault, sheet.announcement) == (
        "Grille-pain",
        "Le levier remonte.",
        announcement,
    )
    assert RegisteredDate.objects.get().attendance == Attendance.PRESENT


def test_an_announced_object_has_one_sheet_from_two_phones():
    session = make_date()
    announcement = announce(session)

    sheets = {welcome(session, announcement.pk, client_key=uuid.uuid4()) for _phone in range(2)}

    assert len(sheets) == 1


def test_what_the_team_noted_about_the_owner_stays():
    session = make_date()
    announcement = announce(session)
    RegisteredDate.objects.update(attendance=Attendance.EXCUSED, attendance_at=timezone.now())

    welcome(session, announcement.pk, client_key=uuid.uuid4())

    assert RegisteredDate.objects.get().attendance == Attendance.EXCUSED


def test_an_object_whose_owner_cancelled_is_not_announced_any_more():
    session = make_date()
    announcement = announce(session)
    cancel_registration(announcement.registration)

    with pytest.raises(NotAnnouncedHere):
        welcome(session, announcement.pk, client_key=uuid.uuid4())


def test_an_object_announced_for_another_date_is_not_taken_in_here():
    announcement = announce(make_date())

    with pytest.raises(NotAnnouncedHere):
        welcome(make_date(), announcement.pk, client_key=uuid.uuid4())


def test_the_first_who_came_is_called_first():
    session = make_date()
    first, second = make_sheet(session), make_sheet(session)

    assert [queue.call_next(session), queue.call_next(session)] == [first, second]
    assert queue.call_next(session) is None


def test_a_table_calls_what_it_can_repair_and_what_nobody_could_name():
    session, sewing, sound = make_date(), make_skill(), make_skill("Son", "son")
    make_sheet(session, skill=sound)
    unknown, trousers = make_sheet(session), make_sheet(session, skill=sewing)

    assert [queue.call_next(session, skill=sewing) for _turn in range(3)] == [unknown, trousers, None]


def test_a_volunteer_calls_what_they_know_how_to_repair():
    session, sewing, sound = make_date(), make_skill(), make_skill("Son", "son")
    make_sheet(session, skill=sound)
    trousers = make_sheet(session, skill=sewing)
    fixer = make_fixer(session.organization, skills=[sewing])

    assert queue.call_next(session, fixer=fixer) == trousers
    assert list(trousers.fixers.all()) == [fixer]


def test_a_volunteer_who_taps_twice_calls_one_object():
    session = make_date()
    fixer = make_fixer(session.organization)
    first = make_sheet(session)
    make_sheet(session)

    assert {queue.call_next(session, fixer=fixer) for _tap in range(2)} == {first}


def test_a_volunteer_who_has_begun_calls_the_next_one():
    session = make_date()
    fixer = make_fixer(session.organization)
    make_sheet(session), make_sheet(session)
    queue.start(queue.call_next(session, fixer=fixer))

    assert queue.call_next(session, fixer=fixer).number == 2


def test_who_did_not_come_waits_behind_the_others():
    session = make_date()
    first, second = make_sheet(session), make_sheet(session)
    queue.put_back(queue.call_next(session), behind=True)

    assert [queue.call_next(session), queue.call_next(session)] == [second, first]


def test_what_is_put_back_keeps_its_turn_and_loses_its_volunteers():
    session = make_date()
    first, fixer = make_sheet(session), make_fixer(session.organization)
    make_sheet(session)
    queue.start(first, fixers=[fixer])

    back = queue.put_back(first)

    assert queue.call_next(session) == first
    assert list(back.fixers.all()) == []
    assert back.started_at is None


def test_several_volunteers_look_at_one_object():
    sheet = make_sheet()
    one, two = (make_fixer(sheet.session.organization) for _volunteer in range(2))
    queue.start(sheet, fixers=[one])

    assert set(queue.start(sheet, fixers=[two]).fixers.all()) == {one, two}


def test_an_object_is_finished_even_if_nobody_said_that_it_was_begun():
    sheet = queue.finish(make_sheet())

    assert sheet.state == SheetState.DONE
    assert sheet.started_at
    assert sheet.ended_at


def test_an_object_that_stays_is_handed_back_another_day():
    sheet = queue.finish(make_sheet(), stays=True)

    assert sheet.state == SheetState.STAYS
    assert queue.hand_back(sheet).state == SheetState.HANDED_BACK


def test_finishing_twice_changes_nothing():
    sheet = queue.finish(make_sheet())

    assert queue.finish(sheet).ended_at == sheet.ended_at


def test_who_left_may_come_back():
    sheet = queue.leave(make_sheet())

    assert queue.put_back(sheet).state == SheetState.WAITING


def test_an_object_that_was_handed_back_does_not_come_back():
    sheet = queue.hand_back(queue.finish(make_sheet()))

    with pytest.raises(CannotChange) as refusal:
        queue.start(sheet)

    assert "1" in str(refusal.value)


def test_a_tap_of_a_phone_without_network_is_never_before_the_object_came():
    sheet = make_sheet()

    started = queue.start(sheet, at=timezone.now().replace(year=2001))

    assert started.started_at == sheet.arrived_at


def test_every_state_says_what_may_follow_it():
    assert set(CHANGES) == set(SheetState)
    assert all(after <= set(SheetState) for after in CHANGES.values())


def test_how_many_are_before_counts_the_same_table():
    session, sewing, sound = make_date(), make_skill(), make_skill("Son", "son")
    for skill in (sound, None, sewing):
        make_sheet(session, skill=skill)
    mine = make_sheet(session, skill=sewing)
    make_sheet(session, skill=sewing)

    assert IntakeSheet.objects.before(mine).count() == 2
