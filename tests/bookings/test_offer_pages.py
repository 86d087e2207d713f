"""The pages behind the links of an offer: GET shows, POST answers, nothing happens twice."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.links import registration_token
from maillage.bookings.messages import render_registration_email
from maillage.bookings.models import Registration, Session
from maillage.bookings.services import cancel_registration, end_overdue_offers
from tests.bookings.factories import enroll, make_page, make_session, statuses
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db

ANSWERS = ("accept_offer", "decline_offer", "stay_together", "come_back")


def path(name: str, registration: Registration) -> str:
    return reverse(f"bookings:{name}", args=[registration_token(registration)])


@pytest.fixture
def session() -> Session:
    return make_session(make_page(seats_per_registration=4), capacity=1)


@pytest.fixture
def head(session) -> Registration:
    """The person to whom the only seat is offered; Bob waits behind."""
    first = enroll(session, "Première")
    head = enroll(session, "Ana")
    enroll(session, "Bob")
    cancel_registration(first)
    return Registration.objects.get(pk=head.pk)


@pytest.fixture
def group() -> Registration:
    """Three people to whom two seats are offered."""
    session = make_session(make_page(seats_per_registration=4), capacity=2)
    first = enroll(session, "Première", seats=2)
    group = enroll(session, "Groupe", seats=3)
    cancel_registration(first)
    return Registration.objects.get(pk=group.pk)


def let_end(registration: Registration) -> None:
    Registration.objects.filter(pk=registration.pk).update(offer_expires_at=timezone.now())


@pytest.mark.parametrize("name", ANSWERS)
def test_reading_a_link_changes_nothing(client, session, head, name) -> None:
    before = statuses(session)
    assert client.get(path(name, head)).status_code == 200
    assert statuses(session) == before


@pytest.mark.parametrize("name", ["registration", *ANSWERS])
def test_the_pages_are_kept_by_nobody_and_send_no_referrer_elsewhere(client, head, name) -> None:
    response = client.get(path(name, head))
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_offer_says_until_when_and_how_to_answer(client, head) -> None:
    page = client.get(path("accept_offer", head)).content.decode()
    assert "Oui, je viens" in page
    assert "Non, je ne viens pas" in page
    assert "tous ensemble" not in page
    assert "Nous attendons votre réponse jusqu’au" in page


def test_accepting_registers_and_shows_it(client, session, head) -> None:
    response = client.post(path("accept_offer", head), {"seats": "1"}, follow=True)
    assert "Vous avez votre place" in response.content.decode()
    assert statuses(session)[1] == ("Ana", "confirmed")


def test_two_clicks_are_one_answer(client, session, head) -> None:
    client.post(path("accept_offer", head), {"seats": "1"})
    again = client.post(path("accept_offer", head), {"seats": "1"})
    assert again.status_code == 302
    assert statuses(session)[1:] == [("Ana", "confirmed"), ("Bob", "waiting")]


def test_declining_leaves_and_hands_the_seat_on(client, session, head) -> None:
    client.post(path("decline_offer", head))
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "offered")]


def test_an_offer_declined_and_then_accepted_stays_declined_and_says_so(client, session, head) -> None:
    client.post(path("decline_offer", head))
    response = client.post(path("accept_offer", head), {"seats": "1"})
    assert response.status_code == 409
    assert "Aucune place n’attend plus votre réponse" in response.content.decode()
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "offered")]


def test_an_answer_too_late_says_so_and_shows_the_way_back(client, session, head) -> None:
    let_end(head)
    response = client.post(path("accept_offer", head), {"seats": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "trop tard" in page
    assert path("come_back", head) in page
    assert statuses(session)[1:] == [("Ana", "cancelled"), ("Bob", "offered")]


def test_an_offer_that_is_over_no_longer_shows_its_buttons(client, head) -> None:
    let_end(head)
    page = client.get(path("accept_offer", head)).content.decode()
    assert "Oui, je viens" not in page
    assert path("come_back", head) in page


def test_one_click_leads_back_to_the_end_of_the_list(client, session, head) -> None:
    let_end(head)
    end_overdue_offers(timezone.now())
    response = client.post(path("come_back", head), follow=True)
    assert "numéro 1" in response.content.decode()
    assert statuses(session)[1:] == [("Bob", "offered"), ("Ana", "waiting")]


def test_coming_back_to_a_date_that_is_over_is_refused_with_the_reason(client, session, head) -> None:
    let_end(head)
    end_overdue_offers(timezone.now())
    Session.objects.filter(pk=session.pk).update(status="cancelled")
    response = client.post(path("come_back", head))
    assert response.status_code == 409
    assert "annulée" in response.content.decode()


def test_a_group_is_asked_how_it_comes(client, group) -> None:
    page = client.get(path("accept_offer", group)).content.decode()
    assert "Nous préférons venir tous ensemble" in page
    assert "Oui, nous venons à 2" in page


def test_a_group_that_stays_together_sees_its_rank(client, group) -> None:
    response = client.post(path("stay_together", group), follow=True)
    assert "numéro 1" in response.content.decode()


@pytest.mark.parametrize("seats", ["3", "0", "99999999999999999999"])
def test_accepting_another_number_than_is_kept_changes_nothing(client, group, seats) -> None:
    response = client.post(path("accept_offer", group), {"seats": seats})
    assert response.status_code == 409
    assert Registration.objects.get(pk=group.pk).status == "offered"


@pytest.mark.parametrize("name", ANSWERS)
def test_a_link_that_is_altered_or_revoked_opens_nothing(client, head, name) -> None:
    good = path(name, head)
    altered = good.replace("mon-inscription/", "mon-inscription/x")
    assert client.post(altered).status_code == 404
    Registration.objects.filter(pk=head.pk).update(link_counter=1)
    assert client.get(good).status_code == client.post(good).status_code == 404


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answers_are_protected_against_forged_requests(head, name) -> None:
    assert Client(enforce_csrf_checks=True).post(path(name, head)).status_code == 403


def test_the_address_for_registered_people_is_not_on_an_offer(client, head, session) -> None:
    place = make_place(session.organization, street="3 rue Cachée", address_for_registered_only=True)
    Session.objects.filter(pk=session.pk).update(place=place)
    for name in ("registration", "accept_offer"):
        assert "rue Cachée" not in client.get(path(name, head)).content.decode()


def test_the_email_of_an_offer_has_the_two_links_and_the_time(head) -> None:
    content = render_registration_email("bookings.seats_offered", {"registration": head.pk})
    assert path("accept_offer", head).split("/")[-3] in content.text
    assert "/place/accepter/" in content.text
    assert "/place/refuser/" in content.text
    assert "jusqu’au" in content.text
    assert content.attachments == ()


def test_the_email_of_an_offer_is_not_sent_once_it_was_answered(client, head) -> None:
    client.post(path("decline_offer", head))
    assert render_registration_email("bookings.seats_offered", {"registration": head.pk}) is None


def test_the_email_of_an_offer_that_ended_leads_back_to_the_list(head) -> None:
    let_end(head)
    end_overdue_offers(timezone.now())
    content = render_registration_email("bookings.offer_ended", {"registration": head.pk})
    assert "/mon-inscription/" in content.text
    assert "pas reçu votre réponse" in content.text


def test_the_offer_reaches_the_person(session, django_capture_on_commit_callbacks) -> None:
    first = enroll(session, "Première")
    enroll(session, "Ana")
    with django_capture_on_commit_callbacks(execute=True):
        cancel_registration(first)
    assert "ana@maison.example" in [address for message in mail.outbox for address in message.to]
