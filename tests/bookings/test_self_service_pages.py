"""The pages where people find, change and move their registration."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from maillage.bookings.links import registration_path, registration_token
from maillage.bookings.models import Registration, Session
from maillage.bookings.public.my_registration import find_registration, read_reference
from maillage.bookings.services import cancel_registration
from maillage.privacy.models import RateCount
from maillage.privacy.services import erase_person
from tests.bookings.factories import enroll, make_page, make_session, statuses

pytestmark = pytest.mark.django_db

FIND = reverse("bookings:find_registration")
NOT_FOUND = "Nous ne trouvons pas d’inscription"


def path(name: str, registration: Registration) -> str:
    return reverse(f"bookings:{name}", args=[registration_token(registration)])


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


@pytest.fixture
def session() -> Session:
    return make_session(make_page(seats_per_registration=4), capacity=4)


@pytest.fixture
def registration(session) -> Registration:
    return enroll(session, phone="+33639981234")


def find(client: Client, reference: str, proof: str):
    return client.post(FIND, {"reference": reference, "proof": proof})


@pytest.mark.parametrize(
    "proof",
    ["1234", "06 39 98 12 34", "+33 6 39 98 12 34", "camille@maison.example", " CAMILLE@maison.example "],
)
def test_the_reference_and_something_known_open_the_own_page(client, registration, proof) -> None:
    assert find(client, registration.reference, proof).url == registration_path(registration)


@pytest.mark.parametrize("spell", [str.lower, lambda text: f" {text[:4]} - {text[4:]} "])
def test_the_reference_is_read_as_people_type_it(client, registration, spell) -> None:
    assert find(client, spell(registration.reference), "1234").status_code == 302


@pytest.mark.parametrize("proof", ["9999", "234", "autre@maison.example", "1234@maison.example", "."])
def test_a_wrong_proof_opens_nothing(client, registration, proof) -> None:
    response = find(client, registration.reference, proof)
    assert response.status_code == 422
    assert NOT_FOUND in response.content.decode()


def test_an_empty_contact_proves_nothing(client, session) -> None:
    nobody = enroll(session, email="", phone="")
    assert find_registration(nobody.reference, "") is None
    assert find(client, nobody.reference, "0000").status_code == 422


def answer_about(client: Client, reference: str, proof: str = "9999") -> tuple[int, str]:
    """Return the status and the page, without what is new in each form and what was typed."""
    response = find(client, reference, proof)
    page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, page.replace(reference, "")


def test_a_known_and_an_unknown_reference_get_the_same_answer(client, registration) -> None:
    unknown = answer_about(client, "22222222")
    assert answer_about(client, registration.reference) == unknown
    assert NOT_FOUND in unknown[1]


def test_a_known_and_an_unknown_reference_cost_the_same_work(registration, django_assert_num_queries) -> None:
    for reference in (registration.reference, "22222222"):
        with django_assert_num_queries(1):
            assert find_registration(reference, "9999") is None


@pytest.mark.parametrize("proof", ["1234", "camille@maison.example"])
def test_the_reference_of_an_erased_person_is_answered_as_one_that_never_was(
    client, registration, proof
) -> None:
    assert find(client, registration.reference, proof).status_code == 302
    erase_person(registration.email)
    assert answer_about(client, registration.reference, proof) == answer_about(client, "22222222", proof)


@pytest.mark.parametrize(
    ("reference", "proof"), [("", "1234"), ("K7PM", "1234"), ("K7PM4QXT", ""), ("x" * 900, "1")]
)
def test_a_form_in_error_says_what_to_type_and_counts_no_try(client, reference, proof) -> None:
    response = find(client, reference, proof)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert not RateCount.objects.exists()


@pytest.mark.parametrize("reference", ["22222222", None])
def test_tries_on_one_reference_are_limited_whether_it_exists_or_not(
    client, settings, registration, reference
) -> None:
    settings.MAILLAGE_BOOKINGS = {"FINDS_PER_REFERENCE_PER_HOUR": 2}
    for _try in range(2):
        find(client, reference or registration.reference, "9999")
    response = find(client, reference or registration.reference, "1234")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_tries_from_one_address_are_limited(client, settings) -> None:
    settings.MAILLAGE_BOOKINGS = {"FINDS_PER_ADDRESS_PER_HOUR": 2}
    answers = [
        find(client, reference, "9999").status_code for reference in ("22222222", "33333333", "44444444")
    ]
    assert answers == [422, 422, 429]


def test_a_reference_is_cut_to_its_length() -> None:
    assert read_reference("k7pm 4qxt et plus") == "K7PM4QXT"


@pytest.mark.parametrize("address", [FIND, "/agenda/"])
def test_the_way_to_find_a_registration_is_on_every_page(client, address) -> None:
    assert f'href="{FIND}"' in client.get(address).content.decode()


def test_the_own_page_offers_what_can_be_done(client, session, registration) -> None:
    make_session(session.page.specific, in_days=9)
    page = client.get(registration_path(registration)).content.decode()
    for name in ("change_registration", "move_registration", "cancel_registration"):
        assert path(name, registration) in page


def test_a_date_without_another_one_offers_no_move(client, registration) -> None:
    page = client.get(registration_path(registration)).content.decode()
    assert path("move_registration", registration) not in page


def test_the_change_form_shows_what_was_answered(client, registration) -> None:
    page = client.get(path("change_registration", registration)).content.decode()
    assert 'value="Camille"' in page
    assert "06 39 98 12 34" in page


def test_a_new_address_leads_to_a_new_link_and_closes_the_old_one(client, registration) -> None:
    old = registration_path(registration)
    data = {"name": "Camille", "email": "autre@maison.example", "seats": "2"}
    response = client.post(path("change_registration", registration), data)
    assert response.url == registration_path(fresh(registration)) != old
    assert client.get(old).status_code == 404
    assert fresh(registration).seats == 2


def test_seats_that_are_not_free_are_an_error_beside_their_field(client, session, registration) -> None:
    enroll(session, "Ana", seats=3)
    data = {"name": "Autre", "email": "camille@maison.example", "seats": "2"}
    response = client.post(path("change_registration", registration), data)
    assert response.status_code == 422
    assert 'href="#id_seats"' in response.content.decode()
    assert (fresh(registration).name, fresh(registration).seats) == ("Camille", 1)


def test_a_form_in_error_changes_nothing(client, registration) -> None:
    response = client.post(path("change_registration", registration), {"name": "", "seats": "1"})
    assert response.status_code == 422
    assert fresh(registration).name == "Camille"


def test_a_cancelled_registration_says_so_instead_of_the_form(client, registration) -> None:
    cancel_registration(registration)
    response = client.get(path("change_registration", registration))
    assert response.status_code == 409
    assert "déjà annulée" in response.content.decode()


def test_a_person_chooses_among_the_dates_that_have_room(client, session, registration) -> None:
    page = session.page.specific
    free, full = make_session(page, in_days=9), make_session(page, in_days=10, capacity=1)
    enroll(full, "Ana")
    form = client.get(path("move_registration", registration)).content.decode()
    assert free.public_id in form
    assert full.public_id not in form
    client.post(path("move_registration", registration), {"date": free.public_id})
    assert statuses(free) == [("Camille", "confirmed")]
    assert statuses(session) == []


@pytest.mark.parametrize("chosen", ["", "faux", "9" * 500])
def test_a_date_that_is_not_offered_is_refused(client, session, registration, chosen) -> None:
    make_session(session.page.specific, in_days=9)
    assert client.post(path("move_registration", registration), {"date": chosen}).status_code == 422
    assert statuses(session) == [("Camille", "confirmed")]


def test_an_appointment_moves_to_an_hour_that_was_chosen(client) -> None:
    session = make_session(capacity=2, slot_minutes=60)
    registration = enroll(session)
    form = client.get(path("move_registration", registration)).content.decode()
    (value,) = re.findall(r'value="(\w+@\d+)"', form)
    client.post(path("move_registration", registration), {"date": value})
    assert registration.dates.get().slot_start > session.start


@pytest.mark.parametrize(
    "name", ["registration", "change_registration", "move_registration", "cancel_registration"]
)
def test_every_own_page_is_private(client, registration, name) -> None:
    response = client.get(path(name, registration))
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("name", ["change_registration", "move_registration"])
def test_changes_are_protected_against_forged_requests(registration, name) -> None:
    assert Client(enforce_csrf_checks=True).post(path(name, registration)).status_code == 403


def test_changes_with_one_contact_are_limited(client, settings, registration) -> None:
    settings.MAILLAGE_BOOKINGS = {"REGISTRATIONS_PER_CONTACT_PER_HOUR": 1}
    data = {"name": "Camille", "email": "camille@maison.example", "seats": "1"}
    client.post(path("change_registration", registration), data)
    assert client.post(path("change_registration", registration), data).status_code == 429
