"""One person twice in the list becomes one; somebody comes on another date."""

from decimal import Decimal

import pytest
from django.urls import reverse

from maillage.bookings.errors import AlreadyCancelled, DoubleHoldsAnOffer, NotDoubles
from maillage.bookings.models import Registration, Session
from maillage.bookings.services.attendance import note_attendance, note_payment
from maillage.bookings.services.changes import merge_registrations
from maillage.places.models import OrganizationLogEntry
from tests.bookings.factories import enroll, make_page, make_session, statuses
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return make_session(make_page(make_organization("Les Mulots")), capacity=4)


def seats(session: Session) -> tuple[int, int]:
    session.refresh_from_db()
    return session.seats_taken, session.waiting_count


def test_the_older_registration_stays_with_its_reference_and_the_larger_number(session) -> None:
    older = enroll(session, "Ana", email="", phone="+33639981234")
    newer = enroll(session, "Ana", seats=3)
    kept, _served = merge_registrations(newer, older)
    assert (kept.reference, kept.seats) == (older.reference, 3)
    assert (kept.phone, kept.email) == ("+33639981234", "ana@maison.example")
    assert seats(session) == (3, 0)


def test_the_double_is_cancelled_in_silence_and_leads_to_the_other(session, mailoutbox) -> None:
    older, newer = enroll(session, "Ana"), enroll(session, "Ana")
    before = len(mailoutbox)
    merge_registrations(older, newer)
    newer.refresh_from_db()
    assert (newer.status, newer.merged_into) == ("cancelled", older)
    assert len(mailoutbox) == before


def test_the_seats_that_are_freed_go_to_who_waits(session) -> None:
    older, newer = enroll(session, "Ana", seats=2), enroll(session, "Ana", seats=2)
    enroll(session, "Bob")
    _kept, served = merge_registrations(older, newer)
    assert [one.name for one in served] == ["Bob"]
    assert seats(session) == (3, 0)


def test_what_was_paid_is_not_added_up_and_presence_wins(session) -> None:
    older, newer = enroll(session, "Ana"), enroll(session, "Ana")
    for each, amount in ((older, 5), (newer, 7)):
        note_payment(session, each.public_id, amount=Decimal(amount), means="Espèces")
    note_attendance(session, older.public_id, attendance="absent")
    note_attendance(session, newer.public_id, attendance="present")
    kept, _served = merge_registrations(older, newer)
    row = kept.dates.get()
    assert (row.paid_amount, row.attendance, row.present_seats) == (Decimal(5), "present", 1)
    assert newer.dates.get().paid_amount is None


def test_of_one_seated_and_one_who_waits_the_seat_stays(session) -> None:
    waiting = make_session(session.page.specific, capacity=1)
    enroll(waiting, "Bob")
    first = enroll(waiting, "Ana")
    Registration.objects.filter(name="Bob").update(name="Ana")
    seated = Registration.objects.filter(status="confirmed", dates__session=waiting).get()
    kept, _served = merge_registrations(first, seated)
    assert (kept, kept.status) == (seated, "confirmed")
    assert seats(waiting) == (1, 0)


def test_two_who_wait_keep_the_earlier_rank_once(session) -> None:
    enroll(session, "Bob", seats=4)
    first, second = enroll(session, "Ana"), enroll(session, "Ana")
    merge_registrations(first, second)
    assert seats(session) == (4, 1)
    assert first.waiting_rank() == 1


def test_registrations_for_other_dates_are_not_doubles(session) -> None:
    other = make_session(session.page.specific)
    with pytest.raises(NotDoubles):
        merge_registrations(enroll(session, "Ana"), enroll(other, "Ana"))
    ana = enroll(session, "Lou")
    with pytest.raises(NotDoubles):
        merge_registrations(ana, ana)


def test_a_cancelled_one_or_one_that_is_asked_is_not_merged(session) -> None:
    one, other = enroll(session, "Ana"), enroll(session, "Ana")
    Registration.objects.filter(pk=other.pk).update(status="cancelled")
    with pytest.raises(AlreadyCancelled):
        merge_registrations(one, other)
    Registration.objects.filter(pk=other.pk).update(
        status="offered", offered_seats=1, offer_expires_at=session.start
    )
    with pytest.raises(DoubleHoldsAnOffer):
        merge_registrations(one, other)


def url(name: str, person: Registration, session: Session) -> str:
    return reverse(f"bookings_registration_{name}", args=[session.public_id, person.public_id])


def test_the_team_merges_two_lines_and_the_log_holds_no_name(editor, session) -> None:
    older, newer = enroll(session, "Ana"), enroll(session, "Ana")
    assert newer.spoken_reference in editor.get(url("merge", older, session)).content.decode()
    assert editor.post(url("merge", older, session), {}).status_code == 422
    editor.post(url("merge", older, session), {"other": str(newer.public_id)})
    assert statuses(session) == [("Ana", "confirmed"), ("Ana", "cancelled")]
    entry = OrganizationLogEntry.objects.get(action="bookings.merge")
    assert "Ana" not in f"{entry.label} {entry.data}"


def test_the_team_moves_somebody_to_another_date_of_the_page(editor, session) -> None:
    ana, other = enroll(session, "Ana"), make_session(session.page.specific, in_days=14)
    session.page.specific_class.objects.update(booking_mode="phone")
    assert other.public_id in editor.get(url("move", ana, session)).content.decode()
    editor.post(url("move", ana, session), {"target": other.public_id})
    assert list(ana.sessions.all()) == [other]
    assert (seats(session), seats(other)) == ((0, 0), (1, 0))


def test_a_full_date_takes_nobody_who_is_moved(editor, session) -> None:
    ana, other = enroll(session, "Ana"), make_session(session.page.specific, in_days=14, capacity=1)
    enroll(other, "Bob")
    assert editor.post(url("move", ana, session), {"target": other.public_id}).status_code == 422
    assert list(ana.sessions.all()) == [session]


@pytest.mark.parametrize("name", ["merge", "move", "done"])
def test_another_association_moves_and_merges_nobody(client, session, name) -> None:
    ana = enroll(session, "Ana")
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    assert client.get(url(name, ana, session)).status_code == 404
