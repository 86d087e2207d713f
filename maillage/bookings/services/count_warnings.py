"""Numbers about one date that disagree: said, never corrected in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ..funders import value_words
from ..models import CountCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .counts import CategoryCount


def disagreements(counts: dict[str, CategoryCount]) -> list[str]:
    """Return a sentence for each pair of numbers of a date that cannot both be true."""
    total = counts[CountCategory.TOTAL]
    sentences = []
    if total.typed and total.derived and total.typed != total.derived:
        sentences.append(
            _("You typed %(typed)d people in all; attendance adds up to %(derived)d.")
            % {"typed": total.total, "derived": sum(total.derived.values())}
        )
    for category in CountCategory:
        count = counts[category]
        if category == CountCategory.TOTAL:
            continue
        if total.counted and count.total > total.total:
            words = {"category": category.label, "counted": count.total, "total": total.total}
            sentences.append(_("%(category)s: %(counted)d people counted, for %(total)d in all.") % words)
        sentences.extend(_fewer_than_answers(count))
    return sentences


def _fewer_than_answers(count: CategoryCount) -> Iterator[str]:
    """Yield a sentence for each number typed that is below what people answered."""
    if not count.typed:
        return
    for value, derived in count.derived.items():
        typed = count.typed.get(value, 0)
        if typed < derived:
            words = {"value": value_words(count.category, value), "typed": typed, "derived": derived}
            yield _("%(value)s: you typed %(typed)d, the answers give %(derived)d.") % words
