"""« Inscrire quelqu'un »: from a call to the reference that is read aloud."""

import pytest
from django.urls import reverse

from maillage.bookings.formats import format_spelled_reference
from maillage.bookings.models import Registration, Session
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_editor, make_organization, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    mulots = make_organization("Les Mulots")
    page = make_page(mulots, title="Trier mes photos", place=make_place(mulots, commune="Allaire"))
    return make_session(page)


@pytest.fixture
def editor(client, session):
    user = make_editor(session.organization)
    client.force_login(user)
    client.user = user
    return client


def desk(client, typed: str = "") -> str:
    return client.get(reverse("bookings_desk"), {"q": typed}).content.decode()


def register(client, session: Session, **fields):
    address = reverse("bookings_registration_add", args=[session.public_id])
    return client.post(address, {"name": "Ana", "seats": "1", "form_key": "k", **fields}, follow=True)


@pytest.mark.parametrize("typed", ["", "photos", "ALLAIRE", "trier mulots"])
def test_a_date_is_found_by_what_one_types_without_a_script(editor, session, typed) -> None:
    assert session.public_id in desk(editor, typed)


def test_words_that_no_date_holds_say_so(editor) -> None:
    assert "Aucune date ne contient ces mots" in desk(editor, "zzz")


def test_the_desk_leaves_out_what_takes_no_names_and_what_is_over(editor, session) -> None:
    open_day = make_session(make_page(session.organization, booking_mode="none"))
    past = make_session(session.page.specific, in_days=-2)
    cancelled = make_session(session.page.specific, status="cancelled")
    page = desk(editor)
    assert not any(each.public_id in page for each in (open_day, past, cancelled))


def test_the_desk_shows_no_date_of_another_association(editor) -> None:
    other = make_session(make_page(make_organization("Clic’n Puces")))
    assert other.public_id not in desk(editor)


def test_the_reference_is_shown_letter_by_letter(editor, session) -> None:
    page = register(editor, session).content.decode()
    person = Registration.objects.get()
    assert f'<p class="desk-reference">{person.spoken_reference}</p>' in page
    assert all(word in page for word in format_spelled_reference(person.reference))


def test_a_reference_is_spelt_with_names_that_everybody_knows() -> None:
    assert format_spelled_reference("K7B") == ["K comme Kléber", "7", "B comme Bernard"]


def test_a_social_worker_stands_in_with_their_own_phone(editor, session) -> None:
    relay = {"relay_role": "social_worker", "relay_name": "Anne", "phone": "06 39 98 12 34"}
    page = register(editor, session, **relay).content.decode()
    person = Registration.objects.get()
    assert (person.relay_role, person.relay_name, person.phone) == ("social_worker", "Anne", "+33639981234")
    assert "Inscription faite par Anne" in page


def test_a_relay_without_a_name_is_asked_for_it(editor, session) -> None:
    assert register(editor, session, relay_role="relative").status_code == 422
    assert not Registration.objects.exists()


def test_who_read_the_notice_aloud_is_kept_with_its_version(editor, session) -> None:
    register(editor, session, read_aloud="on")
    person = Registration.objects.get()
    assert person.read_aloud_by == editor.user
    assert person.consent_version
    assert person.consented_at is not None


def test_a_full_date_says_the_rank_on_the_waiting_list(editor, session) -> None:
    for name in ("Ana", "Bob", "Zoé"):
        page = register(editor, session, name=name).content.decode()
    assert "Zoé est sur la liste d’attente, au rang 1" in page


def test_the_menu_leads_to_the_desk(editor) -> None:
    assert reverse("bookings_desk") in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_somebody_who_keeps_no_registrations_does_not_enter(client) -> None:
    assert client.get(reverse("bookings_desk")).status_code == 302
