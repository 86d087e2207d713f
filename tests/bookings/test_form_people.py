"""Groups, minors, people who are registered by somebody else, photos, hours of appointments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from maillage.bookings.models import Guardian, RegisteredDate, Registration, Session

from .factories import make_page, make_session
from .questions import PERSON, ask, name_of, page_that_asks

pytestmark = pytest.mark.django_db

GUARDIAN = {"guardian_name": "Sacha Le Goff", "guardian_phone": "06 39 98 12 35"}


def post(client: Any, session: Session, **typed: Any) -> Any:
    return client.post(reverse("bookings:register", args=[session.public_id]), {**PERSON, **typed})


def errors(response: Any) -> set[str]:
    assert response.status_code == 422
    return set(response.context["form"].errors)


def group(**fields: Any) -> Session:
    return make_session(make_page(seats_per_registration=4, **fields), capacity=20)


def test_a_group_comes_without_names(client: Any) -> None:
    post(client, group(), seats="3")
    assert (Registration.objects.get().seats, Registration.objects.get().companions) == (3, [])


def test_a_group_gives_the_names_of_the_others_where_the_page_asks(client: Any) -> None:
    post(client, group(names_of_group=True), seats="3", companions="Bob\r\n\r\n  Ana  Maria ")
    assert Registration.objects.get().companions == ["Bob", "Ana Maria"]


@pytest.mark.parametrize(
    ("seats", "names"),
    [
        ("3", "Bob"),
        ("1", "Bob"),
        ("2", "Bob\nAna"),
        ("2", "B\x07b"),
        ("2", "www.pub.example"),
        ("2", "x" * 200),
    ],
)
def test_names_that_do_not_fit_the_seats_are_refused(client: Any, seats: str, names: str) -> None:
    assert errors(post(client, group(names_of_group=True), seats=seats, companions=names)) == {"companions"}
    assert not Registration.objects.exists()


def test_a_relative_registers_somebody_and_leaves_their_own_contact(client: Any) -> None:
    post(client, make_session(), relay_name="Sacha Le Goff", relay_role="relative")
    person = Registration.objects.get()
    assert (person.name, person.relay_name, person.relay_role) == (
        "Camille Le Goff",
        "Sacha Le Goff",
        "relative",
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"relay_name": "Sacha"}, "relay_role"),
        ({"relay_role": "relative"}, "relay_name"),
        ({"relay_name": "Sacha", "relay_role": "president"}, "relay_role"),
    ],
)
def test_who_registers_somebody_says_their_name_and_who_they_are(
    client: Any, typed: dict, field: str
) -> None:
    response = post(client, make_session(), **typed)
    assert errors(response) == {field}
    assert "<details" in response.content.decode()
    assert " open>" in response.content.decode()


def test_a_minor_needs_a_guardian_who_is_kept_thirty_days(client: Any) -> None:
    session = make_session(make_page(guardian_below_age=18))
    assert errors(post(client, session, minor="on")) == {"guardian_name", "guardian_phone"}
    post(client, session, minor="on", may_leave_alone="on", emergency_note="Allergie aux noix", **GUARDIAN)
    guardian = Guardian.objects.get()
    assert (guardian.name, guardian.phone) == ("Sacha Le Goff", "+33639981235")
    assert (guardian.may_leave_alone, guardian.emergency_note) == (True, "Allergie aux noix")
    assert guardian.expires_on == session.local_end.date() + timedelta(days=30)


def test_what_is_typed_about_the_guardian_of_an_adult_is_dropped(client: Any) -> None:
    session = make_session(make_page(guardian_below_age=18))
    assert post(client, session, guardian_name="\x07", guardian_phone="12").status_code == 302
    assert not Guardian.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed", "is_minor"),
    [
        *[("age", "17", True), ("age", "18", False)],
        *[("birth_date", "2020-01-01", True), ("birth_date", "1980-01-01", False)],
        *[("age_bracket", "12_17", True), ("age_bracket", "18_25", False), ("age_bracket", "unsaid", False)],
    ],
)
def test_the_age_that_is_given_says_who_is_a_minor(
    client: Any, kind: str, typed: str, is_minor: bool
) -> None:
    page = page_that_asks(ask(kind, "Votre âge ?", required=True), guardian_below_age=18)
    response = post(client, make_session(page), **{name_of("Votre âge ?"): typed})
    assert (response.status_code == 422) is is_minor


def test_the_age_is_the_one_on_the_day_of_the_date(client: Any) -> None:
    page = page_that_asks(ask("birth_date", "Née le ?", required=True), guardian_below_age=18)
    session = make_session(page)
    day = session.local_start.date()
    eighteen = day.replace(year=day.year - 18)
    too_young = eighteen + timedelta(days=1)
    assert post(client, session, **{name_of("Née le ?"): too_young.isoformat()}).status_code == 422
    assert post(client, session, **{name_of("Née le ?"): eighteen.isoformat()}).status_code == 302


def test_the_tick_leaves_a_form_that_always_asks_the_age() -> None:
    page = page_that_asks(ask("age", "Votre âge ?", required=True), guardian_below_age=18)
    form_class = page.get_registration_form_class()
    assert "minor" not in form_class(session=make_session(page), page=page).fields


def test_pages_that_never_ask_for_a_guardian_have_no_such_field() -> None:
    page = make_page()
    fields = page.get_registration_form_class()(session=make_session(page), page=page).fields
    assert not [name for name in fields if "guardian" in name]


@pytest.mark.parametrize(("typed", "kept"), [("yes", True), ("no", False)])
def test_photos_are_a_yes_or_a_no(client: Any, typed: str, kept: bool) -> None:
    session = make_session(make_page(asks_photo=True))
    assert errors(post(client, session)) == {"photo_allowed"}
    post(client, session, photo_allowed=typed)
    assert Registration.objects.get().photo_allowed is kept


def appointments() -> Session:
    return make_session(slot_minutes=30, capacity=4)


def test_an_appointment_is_chosen(client: Any) -> None:
    session = appointments()
    wanted = session.start + timedelta(minutes=30)
    post(client, session, slot=wanted.isoformat())
    assert RegisteredDate.objects.get().slot_start == wanted


def test_the_first_free_hour_is_given_by_default(client: Any) -> None:
    session = appointments()
    post(client, session)
    assert RegisteredDate.objects.get().slot_start == session.start


def test_an_hour_that_was_taken_meanwhile_brings_the_form_back(client: Any) -> None:
    session = appointments()
    post(client, session, slot=session.start.isoformat())
    response = post(client, session, name="Ana", slot=session.start.isoformat())
    assert errors(response) == {"slot"}
    assert session.start.isoformat() not in response.content.decode()
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("slot", ["demain", "2026-01-01T10:00:00+00:00", "\x00", "x" * 5000])
def test_an_hour_that_does_not_exist_is_refused(client: Any, slot: str) -> None:
    assert errors(post(client, appointments(), slot=slot)) == {"slot"}
