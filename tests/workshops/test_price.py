"""What a workshop costs."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from workshops.models import PriceKind, WorkshopPage

pytestmark = pytest.mark.django_db


def priced(kind: str, price: str | None = None, members_price: str | None = None) -> WorkshopPage:
    return WorkshopPage(
        price_kind=kind,
        price=Decimal(price) if price else None,
        members_price=Decimal(members_price) if members_price else None,
    )


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((PriceKind.FREE,), "Gratuit"),
        ((PriceKind.CONTRIBUTION,), "Participation libre"),
        ((PriceKind.PRICE, "5.00"), "5\u00a0€"),
        ((PriceKind.PRICE, "2.50"), "2,50\u00a0€"),
        ((PriceKind.MEMBERS_PRICE, "5", "2"), "5\u00a0€ (adhérents\u00a0: 2\u00a0€)"),
        ((PriceKind.MEMBERS_ONLY,), "Réservé aux adhérents"),
        ((PriceKind.MEMBERS_ONLY, None, "3"), "Réservé aux adhérents\u00a0: 3\u00a0€"),
    ],
)
def test_the_price_is_read_in_words(amounts: tuple[str, ...], words: str) -> None:
    assert priced(*amounts).price_in_words == words


@pytest.mark.parametrize(
    ("amounts", "field"),
    [
        ((PriceKind.PRICE,), "price"),
        ((PriceKind.MEMBERS_PRICE, None, "2"), "price"),
        ((PriceKind.MEMBERS_PRICE, "5"), "members_price"),
        ((PriceKind.MEMBERS_PRICE, "5", "5"), "members_price"),
    ],
)
def test_an_amount_that_the_kind_needs_is_asked_for(amounts: tuple[str, ...], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        priced(*amounts).clean_price()
    assert list(refusal.value.message_dict) == [field]


def test_an_amount_that_the_kind_has_no_use_for_is_dropped() -> None:
    page = priced(PriceKind.FREE, "5", "2")
    page.clean_price()
    assert (page.price, page.members_price) == (None, None)


def test_members_may_come_for_nothing() -> None:
    page = WorkshopPage(price_kind=PriceKind.MEMBERS_PRICE, price=Decimal(5), members_price=Decimal(0))
    page.clean_price()
    assert page.price_in_words == "5\u00a0€ (adhérents\u00a0: 0\u00a0€)"
