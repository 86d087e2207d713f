"""A card is drawn once and is never out of date."""

import pytest

from maillage.bookings.models import Session
from maillage.bookings.public.session_cards import card_of, draw
from maillage.bookings.services import cancel_session
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db


def drawn(session: Session, **how) -> str:
    return draw(Session.objects.for_cards().get(pk=session.pk), **how)


def test_the_card_follows_the_seats_that_are_taken() -> None:
    session = make_session(capacity=2)
    before = drawn(session)
    enroll(session)
    assert "encore 2 places" in before
    assert "encore 1 place" in drawn(session)


def test_the_card_of_a_full_date_offers_the_waiting_list() -> None:
    session = make_session(capacity=1)
    enroll(session)
    assert "liste d’attente" in drawn(session)


def test_the_card_of_a_cancelled_date_gives_the_reason() -> None:
    session = make_session()
    cancel_session(session, reason="L’animatrice est malade.")
    assert "L’animatrice est malade." in drawn(session)
    assert "S’inscrire" not in drawn(session)


def test_the_card_says_when_registration_opens() -> None:
    session = make_session(make_page(booking_opens_days=3), in_days=30)
    assert "S’inscrire" not in drawn(session)
    assert card_of(Session.objects.for_cards().get(pk=session.pk)).registration == "closed"


def test_the_card_says_that_registration_is_closed() -> None:
    session = make_session(make_page(booking_closes_hours=240), in_days=2)
    assert "S’inscrire" not in drawn(session)


def test_a_title_is_escaped() -> None:
    session = make_session(make_page(title="<b>Photos</b> & co"))
    assert "&lt;b&gt;Photos&lt;/b&gt; &amp; co" in drawn(session)


def test_a_place_kept_for_registered_people_shows_its_commune_alone() -> None:
    place = make_place(make_organization(), name="Chez Camille", address_for_registered_only=True)
    session = make_session(make_page(place=place))
    assert "Chez Camille" not in drawn(session)
    assert "Redon" in drawn(session)


def test_the_page_of_the_date_does_not_repeat_its_title() -> None:
    session = make_session(make_page(title="Trier ses photos"))
    assert "Trier ses photos" not in drawn(session, with_title=False)


def test_a_card_says_the_commune_once() -> None:
    place = make_place(make_organization(), name="Salle des Gabares", commune="Redon")
    session = make_session(make_page(place=place))
    assert drawn(session).count("Redon") == 1
    assert "Salle des Gabares" in drawn(session)
