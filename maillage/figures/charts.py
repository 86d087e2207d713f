"""Charts drawn on the server as SVG, each with its title, a sentence that says what it shows, and its table.

Three shapes answer the questions of an association: `bar_chart` compares, `line_chart` follows the
years, `share_chart` cuts a whole. Lengths across are percentages and letters keep their size, so that
a chart reads as well on a phone as on a desk. `{% chart %}` of the tags `figures` draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .models import in_words

Number = int | float | Decimal
# Heights, in pixels of the page.
BAR = 44
BAR_THICKNESS = 14
PLOT = 220


@dataclass(frozen=True, slots=True)
class Mark:
    """One value as it is drawn: its label, its words, and where it stands, in percent."""

    label: str
    value: Number
    words: str
    # How far it reaches across (bar, share) or up (line), from 0 to 100.
    reach: str
    # Where it begins across, from 0 to 100.
    start: str = "0"
    # From the top, in pixels.
    top: int = 0
    # Which of the six tints, for a share and for lines.
    tint: int = 1


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws. `columns` and `rows` are its table."""

    kind: str
    title: str
    description: str
    height: int
    marks: Sequence[Mark]
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    # Of a line chart: (name, tint, points of the polyline), and the lines across with their words.
    lines: Sequence[tuple[str, int, str]] = field(default_factory=tuple)
    grid: Sequence[tuple[str, str]] = field(default_factory=tuple)


def bar_chart(
    title: str,
    values: Sequence[tuple[str, Number]],
    *,
    description: str,
    columns: tuple[str, str],
    unit: str = "",
) -> Chart:
    """Return bars that compare `values`, (label, number not below zero), in the order given."""
    most = max((value for _label, value in values), default=0) or 1
    marks = [
        Mark(label, value, in_words(value, unit), percent(value, most), top=BAR * rank)
        for rank, (label, value) in enumerate(values)
    ]
    rows = [(mark.label, mark.words) for mark in marks]
    return Chart("bar", title, description, BAR * len(marks), marks, columns, rows)


def share_chart(
    title: str,
    values: Sequence[tuple[str, Number]],
    *,
    description: str,
    columns: tuple[str, str, str],
    unit: str = "",
) -> Chart:
    """Return one bar cut in the shares of `values`; six at most, the last one holds the rest."""
    whole = sum(value for _label, value in values) or 1
    marks, begun = [], Decimal(0)
    for rank, (label, value) in enumerate(values):
        words = in_words(value, unit)
        marks.append(
            Mark(label, value, words, percent(value, whole), percent(begun, whole), tint=rank % 6 + 1)
        )
        begun += Decimal(str(value))
    rows = [(mark.label, mark.words, f"{round(float(mark.reach))}\N{NO-BREAK SPACE}%") for mark in marks]
    return Chart("share", title, description, BAR, marks, columns, rows)


def line_chart(
    title: str,
    steps: Sequence[str],
    series: Sequence[tuple[str, Sequence[Number]]],
    *,
    description: str,
    columns: tuple[str, ...],
    unit: str = "",
) -> Chart:
    """Return a line for each of `series`, (name, a number for each step), `steps` going left to right."""
    top = _round_up(max((value for _name, values in series for value in values), default=0))
    places = [percent(rank, max(len(steps) - 1, 1)) for rank in range(len(steps))]
    lines = []
    for tint, (name, values) in enumerate(series, start=1):
        points = zip(places, values, strict=True)
        drawn = " ".join(f"{across},{_down(value, top)}" for across, value in points)
        lines.append((name, tint, drawn))
    marks = [Mark(step, 0, step, "0", start=place) for step, place in zip(steps, places, strict=True)]
    rows = [
        (step, *(in_words(values[rank], unit) for _name, values in series)) for rank, step in enumerate(steps)
    ]
    grid = [(_down(level, top), in_words(level, unit) if level else "") for level in (0, top / 2, top)]
    return Chart("line", title, description, PLOT, marks, columns, rows, lines, grid)


def percent(value: Number, whole: Number) -> str:
    """Return how much of `whole` `value` is, as SVG writes it: « 33.3 »."""
    return f"{float(value) * 100 / float(whole):.1f}".removesuffix(".0")


def _down(value: Number, top: Number) -> str:
    """Return how far below the top of the plot `value` stands, in percent of its height."""
    return percent(float(top) - float(value), top)


def _round_up(value: Number) -> float:
    """Return the next round number: the top of a scale that people read at once."""
    step = 1.0
    while step * 10 < value:
        step *= 10
    return next(step * times for times in (1, 2, 3, 4, 5, 6, 8, 10) if step * times >= value)
