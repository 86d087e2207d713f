"""What editors put first: Wagtail's promoted search results, read without counting anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext as _

from .contract import SearchResult
from .words import all_words, fold, stem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

PROMOTIONS = "wagtail.contrib.search_promotions"


def best_bets(text: str) -> list[Any]:
    """Return the promotions for `text`, in their editors' order; plurals and accents do not matter.

    One query, none where Wagtail's app of promoted results is not installed.

    """
    wanted = _likeness(text)
    if not wanted or not apps.is_installed(PROMOTIONS):
        return []
    promotions = apps.get_model("wagtailsearchpromotions", "SearchPromotion").objects.select_related("query")
    return [
        one for one in promotions.order_by("sort_order", "pk") if _likeness(one.query.query_string) == wanted
    ]


def link_result(promotion: Any) -> SearchResult:
    """Return the result of a promotion that leads to an address and not to a page."""
    return SearchResult(
        title=promotion.external_link_text,
        url=promotion.external_link_url,
        type="link",
        label=_("Link"),
        excerpt=promotion.description,
        highlighted="",
        score=0.0,
        pinned=True,
    )


def _likeness(text: str) -> Sequence[str]:
    return [stem(fold(word)) for word in all_words(text)]
