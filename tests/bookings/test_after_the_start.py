"""Once a date has begun: nobody gets a seat by themselves, and who came stays."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.checks import Tags, run_checks
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.db_triggers import GUARDS, install, missing, remove
from maillage.bookings.errors import AlreadyCancelled, DateHasBegun, SessionPostponed, WasPresent
from maillage.bookings.links import registration_path
from maillage.bookings.models import HeadCount, RegisteredDate, Registration, Session, SessionStatus
from maillage.bookings.personal_data import erase
from maillage.bookings.services import (
    cancel_registration,
    cancel_session,
    change_capacity,
    come_back,
    decline_offer,
    end_overdue_offers,
    move_session,
    promote,
    register,
)
from maillage.bookings.services.attendance import keep_recent_counts, note_attendance, note_payment
from maillage.bookings.services.changes import merge_registrations
from maillage.outbox.models import Message
from tests.bookings.factories import enroll, make_cycle, make_page, make_session, statuses
from tests.places.factories import make_editor, make_organization
from tests.support.processes import run_python
from tests.support.servers import on_both_databases

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def begin(session: Session, *, ago: timedelta = HOUR) -> Session:
    """Let `session` have begun some time ago; it lasts two hours."""
    start = timezone.now().replace(microsecond=0) - ago
    changed = {"start": start, "end": start + 2 * HOUR, "original_start": start}
    Session.objects.filter(pk=session.pk).update(**changed)
    session.refresh_from_db()
    return session


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def told(registration: Registration) -> list[str]:
    """What was written to somebody, beside their rank."""
    kinds = Message.objects.filter(subject_reference=registration.reference).values_list("kind", flat=True)
    return [kind for kind in kinds if kind != "bookings.registration_waiting"]


def come(registration: Registration, session: Session) -> None:
    note_attendance(session, registration.public_id, attendance="present")


# Nobody is promoted nor offered


def move_to_a_larger_room(session: Session) -> None:
    move_session(session, start=session.start, end=session.end + HOUR, room="au fond")
    change_capacity(session, 3)


FREES_SEATS = {
    "somebody cancels": lambda session: cancel_registration(session.registrations.get(name="Première")),
    "the date has more seats": lambda session: change_capacity(session, 3),
    "seats are not counted any more": lambda session: change_capacity(session, None),
    "the date moves": move_to_a_larger_room,
    "the worker looks": lambda _session: end_overdue_offers(timezone.now()),
}


@pytest.mark.parametrize("offer_hours", [0, 24])
@pytest.mark.parametrize("what", FREES_SEATS)
def test_a_seat_that_becomes_free_after_the_start_goes_to_nobody(what: str, offer_hours: int) -> None:
    session = make_session(make_page(offer_hours=offer_hours), capacity=1)
    enroll(session, "Première")
    waits = enroll(session, "Ana")
    FREES_SEATS[what](begin(session))
    assert statuses(session)[1] == ("Ana", "waiting")
    assert told(waits) == (["bookings.session_moved"] if "moves" in what else [])


@pytest.mark.parametrize("answered", ["declined before", "never answered"])
def test_a_seat_that_was_offered_is_not_handed_on_after_the_start(answered: str) -> None:
    session = make_session(make_page(offer_hours=24), capacity=1)
    first, head, behind = enroll(session), enroll(session, "Ana"), enroll(session, "Bob")
    cancel_registration(first)
    begin(session)
    if answered == "declined before":
        with pytest.raises(DateHasBegun):
            decline_offer(fresh(head))
    else:
        Registration.objects.filter(pk=head.pk).update(offer_expires_at=session.start)
        end_overdue_offers(timezone.now())
        assert fresh(head).status == "cancelled"
    assert fresh(behind).status == "waiting"
    assert told(behind) == []


def test_the_team_is_told_that_the_waiting_list_is_over() -> None:
    session = make_session(capacity=1)
    enroll(session)
    waits = enroll(session, "Ana")
    begin(session)
    with pytest.raises(DateHasBegun, match="a commencé"):
        promote(waits, add_seats=True)
    assert fresh(waits).status == "waiting"


def test_nobody_comes_back_to_a_list_that_is_over() -> None:
    session = make_session(capacity=1)
    person = enroll(session)
    Registration.objects.update(status="cancelled", offer_expires_at=timezone.now())
    begin(session)
    with pytest.raises(DateHasBegun):
        come_back(fresh(person))


def test_a_postponed_date_is_not_said_to_be_cancelled() -> None:
    session = make_session(capacity=1)
    enroll(session)
    waits = enroll(session, "Ana")
    Session.objects.update(status=SessionStatus.POSTPONED)
    with pytest.raises(SessionPostponed):
        promote(waits)


def test_who_is_written_down_on_the_spot_gets_the_free_seat_whoever_waited() -> None:
    session = make_session(capacity=1)
    first = enroll(session)
    enroll(session, "Ana")
    begin(session)
    cancel_registration(first)
    assert register(session, name="Sacha", source="staff").status == "confirmed"


def test_the_own_page_of_who_waited_promises_nothing_any_more(client) -> None:
    session = make_session(capacity=1)
    enroll(session)
    waits = enroll(session, "Ana")
    before = client.get(registration_path(waits)).content.decode()
    begin(session)
    after = client.get(registration_path(waits)).content.decode()
    assert "dès qu’une place" in before
    assert "dès qu’une place" not in after
    assert "La liste d’attente est close" in after


# Who was present


@pytest.fixture
def present() -> Registration:
    """Somebody who came to the only date of their registration, for two."""
    session = begin(make_session(capacity=5))
    person = register(session, name="Ana", email="ana@maison.example", seats=2, source="staff")
    come(person, session)
    return person


def test_who_was_present_at_the_only_date_is_not_cancelled(present: Registration) -> None:
    with pytest.raises(WasPresent, match="La présence est notée"):
        cancel_registration(present)
    assert fresh(present).status == "confirmed"
    assert present.sessions.get().seats_taken == 2


def test_their_own_page_and_the_team_do_not_cancel_either(client, editor_of, present: Registration) -> None:
    path = registration_path(present)
    assert "annuler/" not in client.get(path).content.decode()
    refused = client.post(f"{path}annuler/")
    assert (refused.status_code, fresh(present).status) == (409, "confirmed")
    session = present.sessions.get()
    screen = reverse("bookings_registration_cancel", args=[session.public_id, present.public_id])
    assert "La présence est notée" in editor_of(session).post(screen, follow=True).content.decode()


def test_a_tap_that_is_undone_frees_the_way(present: Registration) -> None:
    note_attendance(present.sessions.get(), present.public_id, attendance="unknown")
    cancel_registration(present)
    assert fresh(present).status == "cancelled"


@pytest.mark.parametrize("attendance", ["unknown", "absent", "excused"])
def test_who_was_not_there_may_still_be_cancelled(present: Registration, attendance: str) -> None:
    note_attendance(present.sessions.get(), present.public_id, attendance=attendance)
    cancel_registration(present)
    assert fresh(present).status == "cancelled"


def test_who_was_present_is_forgotten_and_still_counted(present: Registration) -> None:
    assert erase("ana@maison.example") > 0
    kept = fresh(present)
    assert (kept.name, kept.status, kept.dates.get().attendance) == ("", "confirmed", "present")


@pytest.mark.parametrize("who_came", ["the older", "the newer"])
def test_two_of_one_person_are_merged_whoever_was_noted_present(who_came: str) -> None:
    session = begin(make_session(capacity=5))
    pair = [register(session, name="Ana", source="staff") for _each in range(2)]
    come(pair[0] if who_came == "the older" else pair[1], session)
    kept, _served = merge_registrations(*pair)
    assert kept.dates.get().attendance == "present"
    assert sorted(Registration.objects.values_list("status", flat=True)) == ["cancelled", "confirmed"]


# A cycle


@pytest.fixture
def cycle() -> list[Session]:
    """Three dates: the first has begun."""
    dates = make_cycle(capacities=(2, 2, 2))
    person = enroll(dates[0], "Ana", seats=2)
    enroll(dates[0], "Bob", seats=2)
    begin(dates[0], ago=timedelta(days=1))
    assert person.dates.count() == 3
    return dates


def seats(dates: list[Session]) -> list[tuple[int, int]]:
    return [(date.seats_taken, date.waiting_count) for date in Session.objects.order_by("start")]


@pytest.mark.parametrize("attendance", ["present", "absent", "unknown"])
def test_in_a_cycle_the_dates_to_come_are_freed_and_the_past_ones_stay(cycle, attendance: str) -> None:
    person = Registration.objects.get(name="Ana")
    note_attendance(cycle[0], person.public_id, attendance=attendance)
    note_payment(cycle[2], person.public_id, amount=Decimal(5), means="Espèces")
    (served,) = cancel_registration(person)
    row = person.dates.get()
    assert (row.session_id, row.attendance, row.paid_amount) == (cycle[0].pk, attendance, Decimal(5))
    assert (fresh(person).status, fresh(person).has_left_cycle) == ("confirmed", True)
    assert (served.name, served.status) == ("Bob", "offered")
    assert seats(cycle) == [(2, 0), (2, 0), (2, 0)]
    assert "bookings.cycle_left" in told(person)


def test_a_cycle_that_was_left_is_left_once(client, cycle) -> None:
    person = Registration.objects.get(name="Ana")
    page = client.get(f"{registration_path(person)}annuler/").content.decode()
    assert page.count("<time") == 2
    assert "Celles qui ont eu lieu restent inscrites" in page
    for _click in range(2):
        client.post(f"{registration_path(person)}annuler/")
    with pytest.raises(AlreadyCancelled):
        cancel_registration(fresh(person))
    own = client.get(registration_path(person)).content.decode()
    assert "Vous avez quitté ce cycle" in own
    assert "annuler/" not in own
    assert person.dates.count() == 1


def test_who_was_present_at_the_last_date_of_a_cycle_is_not_cancelled(cycle) -> None:
    person = Registration.objects.get(name="Ana")
    come(person, cycle[0])
    for weeks, date in enumerate(cycle[1:], start=2):
        begin(date, ago=weeks * HOUR)
    with pytest.raises(WasPresent):
        cancel_registration(person)


def test_who_came_early_keeps_that_date(cycle) -> None:
    person = Registration.objects.get(name="Ana")
    come(person, cycle[1])
    cancel_registration(person)
    assert set(person.dates.values_list("session", flat=True)) == {cycle[0].pk, cycle[1].pk}


def test_a_date_that_the_team_cancelled_is_no_date_to_come(cycle) -> None:
    person = Registration.objects.get(name="Ana")
    come(person, cycle[0])
    for date in cycle[1:]:
        cancel_session(date, reason="Neige")
    with pytest.raises(WasPresent):
        cancel_registration(person)


def test_erasing_somebody_frees_the_dates_to_come(cycle) -> None:
    person = Registration.objects.get(name="Ana")
    come(person, cycle[0])
    erase("ana@maison.example")
    assert (fresh(person).name, person.dates.count()) == ("", 1)


# What the database says


@on_both_databases
def test_every_statement_typed_by_hand_is_refused_after_a_migration_too(server_database) -> None:
    said = run_python(server_database, "from tests.bookings.guards_tried import report; report()")
    assert json.loads(said.splitlines()[-1]) == {"missing": [], "passed": []}


def test_the_guards_are_there_and_one_that_is_gone_is_named() -> None:
    checked = {"tags": [Tags.database], "databases": ["default"]}
    assert missing("default") == []
    assert run_checks(**checked) == []
    remove("default")
    assert [error.id for error in run_checks(**checked)] == ["bookings.E001"]
    assert len(missing("default")) == len(GUARDS)
    install("default")
    assert missing("default") == []


def test_what_was_so_before_is_counted_shown_and_left(client, editor_of, present: Registration) -> None:
    remove("default")
    Registration.objects.update(status="cancelled")
    install("default")
    (warning,) = run_checks(tags=[Tags.database], databases=["default"])
    assert (warning.id, warning.msg[:10]) == ("bookings.W001", "1 personne")
    session = present.sessions.get()
    first_screen = editor_of(session).get(reverse("wagtailadmin_home")).content.decode()
    assert "Présents et annulés" in first_screen
    assert reverse("bookings_registrations", args=[session.public_id]) in first_screen
    # It may still be corrected, and saved as it is.
    row = RegisteredDate.objects.get()
    row.save()
    assert (fresh(present).status, row.attendance) == ("cancelled", "present")


@pytest.fixture
def editor_of(client):
    """Sign in an editor of the organisation of a date."""

    def sign_in(session: Session):
        client.force_login(make_editor(session.organization))
        return client

    return sign_in


# Dates held


@pytest.mark.parametrize(
    ("status", "ago", "is_held"),
    [
        (SessionStatus.SCHEDULED, timedelta(days=1), True),
        (SessionStatus.SCHEDULED, HOUR, False),
        (SessionStatus.SCHEDULED, -timedelta(days=1), False),
        (SessionStatus.POSTPONED, timedelta(days=1), False),
        (SessionStatus.CANCELLED, timedelta(days=1), False),
    ],
)
def test_a_date_was_held_when_it_is_over_and_took_place(status: str, ago: timedelta, is_held: bool) -> None:
    session = begin(make_session(make_page(make_organization("Les Mulots")), capacity=5), ago=ago)
    come(register(session, name="Ana", source="staff", now=session.start - HOUR), session)
    Session.objects.update(status=status)
    assert Session.objects.held().exists() is is_held
    keep_recent_counts(timezone.now())
    assert HeadCount.objects.exists() is is_held
