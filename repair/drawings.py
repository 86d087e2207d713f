"""The charts of repairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maillage.figures.charts import Chart, bar_chart, line_chart, share_chart
from repair.categories import Category
from repair.outcomes import Outcome

if TYPE_CHECKING:
    from repair.repair_rates import Chance
    from repair.statistics import Statistics

MOST_BARS = 12


def outcomes_chart(statistics: Statistics) -> Chart:
    """Return how repairs ended, as parts of a whole."""
    ends = (Outcome.FIXED, Outcome.REPAIRABLE, Outcome.END_OF_LIFE, Outcome.UNKNOWN)
    return share_chart(
        _("How repairs ended"),
        [(str(end.label), statistics.outcomes[end]) for end in ends],
        description=_("Of every object that was brought, what became of it."),
        columns=(_("Outcome"), _("Objects"), _("Part")),
    )


def years_chart(years: Mapping[int, tuple[int, int]]) -> Chart:
    """Return the objects brought and repaired of each year: `{year: (brought, repaired)}`."""
    steps = sorted(years)
    return line_chart(
        _("Year by year"),
        [str(year) for year in steps],
        [
            (_("Brought"), [years[year][0] for year in steps]),
            (_("Repaired"), [years[year][1] for year in steps]),
        ],
        description=_("The objects that were brought each year, and those that were repaired."),
        columns=(_("Year"), _("Brought"), _("Repaired")),
    )


def categories_chart(statistics: Statistics) -> Chart:
    """Return the kinds of objects that come most often."""
    return bar_chart(
        _("What is brought most often"),
        [
            (str(Category(number).label), count)
            for number, count in statistics.categories.most_common(MOST_BARS)
        ],
        description=_("The %(most)d kinds of objects that come most often.") % {"most": MOST_BARS},
        columns=(_("Kind of object"), _("Objects")),
    )


def cafes_chart(cafes: Mapping[str, int]) -> Chart:
    """Return the objects brought to each café: `{café: number}`, the most at the top."""
    most = sorted(cafes.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_BARS]
    return bar_chart(
        _("Café by café"),
        [(name or _("Not said"), count) for name, count in most],
        description=_("The objects brought to each repair café."),
        columns=(_("Repair café"), _("Objects")),
    )


def chances_chart(found: list[Chance]) -> Chart:
    """Return how often each kind of object was repaired, in percent."""
    return bar_chart(
        _("How often each kind of object was repaired"),
        [(str(chance.category.label), chance.percent) for chance in found],
        description=_("Of a hundred objects of the kind whose outcome is known, how many were repaired."),
        columns=(_("Kind of object"), _("Repaired")),
        unit="%",
    )
