"""The words and the best bets of the search."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from demo.content.search import BEST_BETS, SYNONYMS
from search.models import Synonym

if TYPE_CHECKING:
    from demo.ledger import Ledger


def write_search(ledger: Ledger) -> None:
    """Keep the lines of synonyms, and put a page first for some words."""
    for expressions in SYNONYMS:
        ledger.once(f"synonym:{expressions}", partial(_synonym, expressions))
    for text, key in BEST_BETS:
        ledger.once(f"best bet:{text}", partial(_best_bet, ledger, text, key))


def _synonym(expressions: str) -> Synonym:
    synonym, _made = Synonym.objects.get_or_create(expressions=expressions)
    return synonym


def _best_bet(ledger: Ledger, text: str, key: str) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(text), page=ledger.row(Page, key))
