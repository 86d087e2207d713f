"""What was paid, how, and what must be in the box."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from maillage.bookings.errors import MeansNotOffered, MeansUsed
from maillage.bookings.models import PaymentMeans, RegisteredDate, Session
from maillage.bookings.services.attendance import (
    cash_totals,
    note_payment,
    offered_payment_methods,
    write_payment_methods,
)
from tests.bookings.factories import enroll, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return make_session(capacity=9)


def test_an_organization_without_a_list_offers_the_usual_means_and_writes_nothing(session) -> None:
    assert offered_payment_methods(session.organization) == ["Espèces", "Chèque", "Carte"]
    assert not PaymentMeans.objects.exists()


def test_the_usual_means_become_rows_with_the_first_payment(session) -> None:
    note_payment(session, enroll(session).public_id, amount=Decimal(5), means="Chèque")
    assert set(PaymentMeans.objects.values_list("name", flat=True)) == {"Espèces", "Chèque", "Carte"}


def test_the_box_holds_the_sum_of_each_means(session) -> None:
    for name, amount, means in [("Ana", "5", "Espèces"), ("Bob", "2.50", "Espèces"), ("Zoé", "5", "Carte")]:
        note_payment(session, enroll(session, name).public_id, amount=Decimal(amount), means=means)
    note_payment(session, enroll(session, "Lou").public_id, amount=Decimal(0))
    assert cash_totals(session) == [("Carte", Decimal(5), 1), ("Espèces", Decimal("7.50"), 2)]


def test_a_payment_is_taken_back(session) -> None:
    ana = enroll(session)
    note_payment(session, ana.public_id, amount=Decimal(5), means="Carte")
    note_payment(session, ana.public_id, amount=None)
    row = RegisteredDate.objects.get()
    assert (row.paid_amount, row.paid_means) == (None, None)


def test_an_older_note_does_not_undo_a_newer_one(session) -> None:
    ana = enroll(session)
    note_payment(session, ana.public_id, amount=Decimal(5), means="Carte")
    earlier = timezone.now() - timedelta(minutes=2)
    note_payment(session, ana.public_id, amount=Decimal(3), means="Carte", at=earlier)
    assert RegisteredDate.objects.get().paid_amount == Decimal(5)


def test_a_means_that_is_not_offered_is_refused(session) -> None:
    write_payment_methods(session.organization, [("Espèces", True), ("Carte", False)])
    ana = enroll(session)
    for means in ("Carte", "Troc", ""):
        with pytest.raises(MeansNotOffered):
            note_payment(session, ana.public_id, amount=Decimal(5), means=means)


def test_a_means_that_somebody_paid_by_stays_in_the_list(session) -> None:
    note_payment(session, enroll(session).public_id, amount=Decimal(5), means="Chèque")
    with pytest.raises(MeansUsed):
        write_payment_methods(session.organization, [("Espèces", True)])
    write_payment_methods(
        session.organization, [("Espèces", True), ("Chèque", False), ("Monnaie locale", True)]
    )
    assert offered_payment_methods(session.organization) == ["Espèces", "Monnaie locale"]
    assert PaymentMeans.objects.count() == 3
