"""What would be published of a year, beside what is published now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from repair.models import PublishedTotal, RepairRecord
from repair.services.published import draft_total
from repair.templatetags.repair import percents, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from repair.models import DataProvider
    from repair.querysets import RepairRecordQuerySet

    Say = Callable[[Any], str]

NOTHING = "–"
MOST_NAMED = 20


@dataclass(frozen=True)
class Line:
    """One number in words: what is published now, what would be, and what that changes."""

    label: str
    now: str
    then: str
    change: str


class Preview:
    """The total of a year before it is published: nothing is written by looking at it."""

    def __init__(self, year: int, provider: DataProvider | None) -> None:
        self.year, self.provider = year, provider
        self.draft = draft_total(year, provider=provider)
        totals = PublishedTotal.objects.in_force().of(year, provider)
        self.published: PublishedTotal | None = totals.select_related("factor_set").first()

    @property
    def changes_something(self) -> bool:
        """Whether publishing tells anything that is not told already."""
        return self.published is None or self.published.numbers != self.draft.numbers

    @property
    def uncounted(self) -> int:
        """How many repaired objects no factor covers: they count for nothing."""
        return self.draft.fixed - self.draft.covered

    @cached_property
    def lines(self) -> list[Line]:
        """Every number of the total, rounded first, so that what is added adds up on the screen too."""
        return [
            self._line(_("Repairs noted"), "records", whole),
            self._line(_("Objects repaired"), "fixed", whole),
            self._line(_("Repaired, among the known outcomes"), "repair_rate", percents, _points, digits=2),
            self._line(_("Counted by a factor"), "covered", whole),
            self._line(_("Kept out of the bin"), "weight_grams", _kilos, digits=-2),
            self._line(_("CO₂e avoided"), "co2e_grams", _kilos, digits=-2),
        ]

    @cached_property
    def left_out(self) -> RepairRecordQuerySet:
        """The records of that year whose text leaves with no open data until somebody has read it."""
        records = RepairRecord.objects.filter(event_date__year=self.year).in_standard().with_words_to_read()
        return records.filter(provider=self.provider) if self.provider else records

    @property
    def left_out_first(self) -> RepairRecordQuerySet:
        """The first of these, to be opened and read."""
        return self.left_out.order_by("event_date", "pk")[:MOST_NAMED]

    def _line(
        self, label: str, name: str, say: Say, say_change: Say | None = None, *, digits: int = 0
    ) -> Line:
        now, then = (_rounded(getattr(total, name, None), digits) for total in (self.published, self.draft))
        return Line(label, _said(now, say), _said(then, say), _difference(now, then, say_change or say))


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _kilos(grams: int) -> str:
    """Return a weight to the tenth of a kilogram."""
    return _("%(kilos)s kg") % {"kilos": number_format(Decimal(grams) / 1000, 1, force_grouping=True)}


def _points(part: float) -> str:
    points = round(part * 100)
    return ngettext("%(points)d point", "%(points)d points", points) % {"points": points}


def _said(number: Any, say: Say) -> str:
    return NOTHING if number is None else say(number)


def _difference(now: Any, then: Any, say: Say) -> str:
    if now is None or then is None:
        return NOTHING
    if now == then:
        return _("no change")
    # A minus sign of the width of a plus, and a space that keeps both on one line.
    return f"{'+' if then > now else '−'}\N{NO-BREAK SPACE}{say(abs(then - now))}"
