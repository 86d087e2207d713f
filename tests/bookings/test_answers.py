"""Answers are kept with the words that were asked, each until its own day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.bookings.forms import RegistrationForm
from maillage.bookings.models import Answer, Guardian, Registration, RegistrationSource, Session
from maillage.bookings.services import cancel_registration, move_session, register_from_form
from maillage.bookings.services.answers import change_answers, initial_answers

from .factories import make_page, make_session
from .questions import PERSON, ask, choice_of, name_of, page_that_asks

pytestmark = pytest.mark.django_db

LEARN = "Que voulez-vous apprendre ?"
TWO_SUBJECTS = ask("choice", LEARN, required=True, choices=(("Les photos", 2), "Les courriels"))


def path_of(session: Session) -> str:
    return reverse("bookings:register", args=[session.public_id])


def form_for(session: Session, **typed: Any) -> RegistrationForm:
    page = session.page.specific
    form = RegistrationForm({**PERSON, **typed}, session=session, page=page)
    assert form.is_valid(), form.errors
    return form


def choosing(words: str, **typed: Any) -> dict[str, Any]:
    return {**PERSON, **typed, name_of(LEARN): choice_of(LEARN, words)}


def queries_of_a_post(client: Any, session: Session, data: dict[str, Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.post(path_of(session), data).status_code == 302
    said = [
        query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))
    ]
    return len(said)


def test_an_answer_keeps_the_wording_that_was_asked(client: Any) -> None:
    page = page_that_asks(
        TWO_SUBJECTS, ask("number", "Combien de photos ?"), ask("yes_no", "Un ordinateur ?")
    )
    session = make_session(page)
    typed = {name_of("Combien de photos ?"): "300", name_of("Un ordinateur ?"): "no"}
    client.post(path_of(session), choosing("Les photos", **typed))
    page.questions = "[]"
    page.save()
    assert list(Answer.objects.values_list("kind", "wording", "value")) == [
        ("choice", LEARN, ["Les photos"]),
        ("number", "Combien de photos ?", 300),
        ("yes_no", "Un ordinateur ?", False),
    ]


def test_answers_of_a_page_without_questions_cost_no_query(client: Any) -> None:
    client.post(path_of(make_session(make_page())), PERSON)
    bare = queries_of_a_post(client, make_session(make_page(), capacity=9), PERSON)
    asked = queries_of_a_post(client, make_session(page_that_asks(ask("text", "Vélo ?")), capacity=9), PERSON)
    assert asked == bare


def test_a_registration_with_questions_takes_twelve_queries_at_most(client: Any) -> None:
    page = page_that_asks(TWO_SUBJECTS, ask("text", "Vélo ?"), guardian_below_age=18)
    data = choosing("Les photos", minor="on", guardian_name="Sacha", guardian_phone="06 39 98 12 35")
    session = make_session(page, capacity=9)
    client.post(path_of(session), choosing("Les courriels"))
    assert queries_of_a_post(client, session, {**data, name_of("Vélo ?"): "Un rouge"}) <= 12


def test_an_answer_is_kept_so_many_days_after_the_date_and_never_longer_than_the_registration() -> None:
    page = page_that_asks(
        ask("text", "Une semaine", keep_days=7),
        ask("text", "Dix ans", keep_days=3650),
        ask("text", "Sans délai"),
    )
    session = make_session(page)
    form = form_for(session, **{name_of(words): "oui" for words in ("Une semaine", "Dix ans", "Sans délai")})
    registration = register_from_form(session, form, source=RegistrationSource.WEB)
    day = session.local_end.date()
    kept = dict(Answer.objects.values_list("wording", "expires_on"))
    assert kept["Une semaine"] == day + timedelta(days=7)
    assert kept["Dix ans"] == kept["Sans délai"] == registration.expires_on


def test_a_date_that_moves_takes_the_end_of_its_answers_along() -> None:
    session = make_session(page_that_asks(ask("text", "Allergies ?", keep_days=7), guardian_below_age=18))
    guardian = {"minor": "on", "guardian_name": "Sacha", "guardian_phone": "06 39 98 12 35"}
    form = form_for(session, **{name_of("Allergies ?"): "noix"}, **guardian)
    register_from_form(session, form, source=RegistrationSource.WEB)
    month = timedelta(days=30)
    moved = move_session(session, start=session.start + month, end=session.end + month)
    day = moved.local_end.date()
    assert Answer.objects.get().expires_on == day + timedelta(days=7)
    assert Guardian.objects.get().expires_on == day + timedelta(days=30)


def test_the_last_place_of_a_choice_is_taken_once(client: Any) -> None:
    session = make_session(page_that_asks(TWO_SUBJECTS), capacity=9)
    answers = [
        client.post(path_of(session), choosing("Les photos", name=name)) for name in ("Ana", "Bob", "Cloé")
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    page = answers[2].content.decode()
    assert "complet" in page
    assert 'value="Cloé"' in page
    session.refresh_from_db()
    assert (Registration.objects.count(), session.seats_taken) == (2, 2)


def test_a_group_takes_as_many_places_of_a_choice(client: Any) -> None:
    page = page_that_asks(TWO_SUBJECTS, seats_per_registration=4)
    session = make_session(page, capacity=9)
    assert client.post(path_of(session), choosing("Les photos", seats="3")).status_code == 422
    assert client.post(path_of(session), choosing("Les photos", seats="2")).status_code == 302
    assert client.post(path_of(session), choosing("Les photos")).status_code == 422


def test_a_cancelled_registration_gives_the_place_of_its_choice_back(client: Any) -> None:
    session = make_session(page_that_asks(TWO_SUBJECTS), capacity=9)
    for name in ("Ana", "Bob"):
        client.post(path_of(session), choosing("Les photos", name=name))
    cancel_registration(Registration.objects.get(name="Ana"))
    assert client.post(path_of(session), choosing("Les photos", name="Cloé")).status_code == 302


def test_the_places_of_a_choice_are_those_of_one_date(client: Any) -> None:
    page = page_that_asks(TWO_SUBJECTS)
    first, second = make_session(page, capacity=9), make_session(page, in_days=14, capacity=9)
    for name in ("Ana", "Bob"):
        client.post(path_of(first), choosing("Les photos", name=name))
    assert client.post(path_of(second), choosing("Les photos")).status_code == 302


def test_a_choice_that_is_full_cannot_be_picked_in_the_page(client: Any) -> None:
    session = make_session(page_that_asks(TWO_SUBJECTS), capacity=9)
    for name in ("Ana", "Bob"):
        client.post(path_of(session), choosing("Les photos", name=name))
    page = client.get(path_of(session)).content.decode()
    assert "Les photos (complet)" in page
    assert page.count("disabled") == 1


def test_changed_answers_take_the_place_of_the_old_ones() -> None:
    page = page_that_asks(TWO_SUBJECTS, guardian_below_age=18)
    session = make_session(page, capacity=9)
    chosen = {name_of(LEARN): choice_of(LEARN, "Les photos")}
    guardian = {"minor": "on", "guardian_name": "Sacha", "guardian_phone": "06 39 98 12 35"}
    registration = register_from_form(
        session, form_for(session, **chosen, **guardian), source=RegistrationSource.WEB
    )
    change_answers(registration, form_for(session, **{name_of(LEARN): choice_of(LEARN, "Les courriels")}))
    assert [answer.value for answer in registration.given_answers.all()] == [["Les courriels"]]
    assert not Guardian.objects.exists()


def test_somebody_who_keeps_a_full_choice_may_change_the_rest() -> None:
    session = make_session(page_that_asks(TWO_SUBJECTS), capacity=9)
    chosen = {name_of(LEARN): choice_of(LEARN, "Les photos")}
    for name in ("Ana", "Bob"):
        last = register_from_form(
            session, form_for(session, name=name, **chosen), source=RegistrationSource.WEB
        )
    change_answers(last, form_for(session, name="Bob", **chosen))
    assert last.given_answers.get().value == ["Les photos"]


def test_what_was_answered_fills_the_form_again() -> None:
    page = page_that_asks(TWO_SUBJECTS, ask("yes_no", "Un ordinateur ?"), ask("date", "Depuis quand ?"))
    session = make_session(page)
    typed = {
        name_of(LEARN): choice_of(LEARN, "Les photos"),
        name_of("Un ordinateur ?"): "no",
        name_of("Depuis quand ?"): "2020-05-01",
    }
    registration = register_from_form(session, form_for(session, **typed), source=RegistrationSource.WEB)
    initial = initial_answers(registration)
    again = form_for(session, **{name: initial[name] for name in typed})
    assert again.given_answers[0][1] == typed[name_of(LEARN)]
    assert {name: initial[name] for name in typed} == typed
