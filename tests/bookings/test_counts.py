"""How many people of each kind came: added up, typed, kept, and said when they disagree."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.funders import value_words
from maillage.bookings.models import Answer, HeadCount, Registration, Session, VolunteerTime
from maillage.bookings.services.attendance import (
    counts_of,
    derived_counts,
    disagreements,
    forget_volunteers,
    keep_recent_counts,
    minutes_given,
    note_attendance,
    note_hours,
    write_counts,
)
from maillage.bookings.services.registrations import register_walk_in
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_editor, make_organization, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return make_session(make_page(make_organization("Les Mulots")), in_days=-1, capacity=None)


def come(session: Session, name: str, **fields) -> Registration:
    """Somebody who registered in time and came."""
    now = session.start - timedelta(days=2)
    person = enroll(session, name, now=now, **fields)
    note_attendance(session, person.public_id, attendance="present", at=session.start)
    return person


def answer(person: Registration, kind: str, value, choices: list[str] | None = None) -> None:
    Answer.objects.create(
        registration=person,
        question=uuid4(),
        kind=kind,
        wording="?",
        value=value,
        choices=choices or [],
        expires_on=person.expires_on,
    )


def test_nothing_is_added_up_where_nobody_came(session) -> None:
    enroll(session, "Ana", now=session.start - timedelta(days=1))
    assert derived_counts(session) == {}


def test_people_are_added_up_from_attendance_and_walk_ins(session) -> None:
    come(session, "Ana", seats=3)
    register_walk_in(session, seats=2)
    assert derived_counts(session)["total"] == {"": 5}


def test_ages_come_from_brackets_ages_and_days_of_birth(session) -> None:
    answer(come(session, "Ana"), "age_bracket", ["26 à 39 ans"], ["26_39"])
    answer(come(session, "Bob"), "age", 30)
    birth = session.local_start.date().replace(day=1) - timedelta(days=80 * 366)
    answer(come(session, "Zoé"), "birth_date", birth.isoformat())
    assert derived_counts(session)["age"] == {"26_39": 2, "75_and_over": 1}


def test_a_postal_code_is_named_after_the_only_commune_that_has_it(session) -> None:
    make_place(session.organization, commune="Allaire", postal_code="56350")
    answer(come(session, "Ana"), "postal_code", "56350")
    answer(come(session, "Bob"), "postal_code", "35600")
    assert derived_counts(session)["commune"] == {"Allaire": 1, "35600": 1}


def test_a_first_visit_is_told_by_the_contact_and_the_name(session) -> None:
    before = make_session(session.page.specific, in_days=-30, capacity=None)
    come(before, "Ana", phone="+33639981234")
    come(session, "Ana", phone="+33639981234")
    come(session, "Bob", phone="+33639981234", email="")
    register_walk_in(session)
    assert derived_counts(session)["first_visit"] == {"again": 1, "first": 1}


def test_typed_numbers_win_and_empty_boxes_go_back_to_what_adds_up(session) -> None:
    come(session, "Ana")
    write_counts(session, {"total": {"": 12}, "gender": {"women": 7, "men": 0, "other": None}})
    assert counts_of(session)["total"].counted == {"": 12}
    assert counts_of(session)["gender"].counted == {"women": 7, "men": 0}
    write_counts(session, {"total": {"": None}})
    assert counts_of(session)["total"].counted == {"": 1}


def test_numbers_that_disagree_are_said_and_kept(session) -> None:
    answer(come(session, "Ana"), "age_bracket", ["?"], ["26_39"])
    write_counts(session, {"total": {"": 2}, "age": {"12_17": 3, "26_39": 0}})
    sentences = disagreements(counts_of(session))
    assert "2" in sentences[0]
    assert sentences[1].startswith("Âge")
    assert sentences[2].startswith(value_words("age", "26_39"))
    assert counts_of(session)["age"].total == 3


def test_what_adds_up_is_kept_when_the_people_have_left(session) -> None:
    answer(come(session, "Ana"), "age_bracket", ["?"], ["26_39"])
    assert keep_recent_counts(timezone.now()) == "1 dates counted"
    Answer.objects.all().delete()
    assert counts_of(session)["age"].counted == {"26_39": 1}
    keep_recent_counts(timezone.now())
    assert HeadCount.objects.get(category="age").count == 1


def test_attendance_that_is_corrected_is_counted_anew(session) -> None:
    ana, _bob = come(session, "Ana"), come(session, "Bob")
    keep_recent_counts(timezone.now())
    note_attendance(session, ana.public_id, attendance="absent")
    keep_recent_counts(timezone.now())
    assert HeadCount.objects.get(category="total").count == 1


def test_a_typed_number_is_never_written_over_at_night(session) -> None:
    come(session, "Ana")
    write_counts(session, {"total": {"": 9}})
    keep_recent_counts(timezone.now())
    assert HeadCount.objects.get(category="total").count == 9


def test_the_hours_of_volunteers_stay_when_their_names_leave(session) -> None:
    note_hours(session, minutes=150, first_name="Lou")
    today = timezone.localdate()
    assert forget_volunteers(today) == 0
    assert forget_volunteers(today + timedelta(days=70)) == 1
    assert VolunteerTime.objects.get().first_name == ""
    assert minutes_given(session) == 150


def url(name: str, session: Session, *more) -> str:
    return reverse(f"bookings_{name}", args=[session.public_id, *more])


def test_the_screen_shows_what_adds_up_and_takes_what_is_typed(editor, session) -> None:
    come(session, "Ana")
    assert 'placeholder="1"' in editor.get(url("counts", session)).content.decode()
    fields = {"total": "4", "age-12_17": "4", "commune-0": "Redon", "commune-0-count": "3"}
    page = editor.post(url("counts", session), fields, follow=True).content.decode()
    assert counts_of(session)["commune"].counted == {"Redon": 3}
    assert "4 personnes" in page
    assert "ne sont pas d’accord" in page


def test_a_number_that_means_nothing_is_refused(editor, session) -> None:
    answer = editor.post(url("counts", session), {"total": "-4", "commune-0-count": "3"})
    assert answer.status_code == 422
    assert "Tapez le nom de la commune" in answer.content.decode()
    assert not HeadCount.objects.exists()


def test_hours_are_typed_with_a_comma_and_taken_out_again(editor, session) -> None:
    page = editor.post(url("volunteer_add", session), {"first_name": "", "hours": "2,5"}, follow=True)
    assert "2 h 30" in page.content.decode()
    assert editor.post(url("volunteer_add", session), {"hours": "beaucoup"}).status_code == 422
    editor.post(url("volunteer_remove", session, VolunteerTime.objects.get().pk))
    assert not VolunteerTime.objects.exists()


def test_another_association_neither_reads_nor_writes_the_numbers(client, session) -> None:
    hours = note_hours(session, minutes=60)
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    assert client.get(url("counts", session)).status_code == 404
    assert client.post(url("volunteer_add", session), {"hours": "1"}).status_code == 404
    assert client.post(url("volunteer_remove", session, hours.pk)).status_code == 404
    assert VolunteerTime.objects.count() == 1
