"""A year of repairs that looks like a real one, drawn with a fixed seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from demo.content.repair import KINDS
from repair.models import RepairRecord
from repair.outcomes import Barrier, NextStep, Outcome, SafetyTest

if TYPE_CHECKING:
    from demo.content.repair import Cafe, Kind

MONTHS = 12
# Of those that are not repaired: which part can be, which is beyond repair; the rest is not known.
REPAIRABLE, END_OF_LIFE = 0.45, 0.45
AGES = (1, 25)
# How often somebody knows the age, and has a scale at hand.
KNOWS_AGE, WEIGHED = 0.6, 0.7


def past_year(cafe: Cafe, today: date) -> list[RepairRecord]:
    """Return the objects of the twelve months before `today`, by date, neither saved nor numbered."""
    draw = random.Random(cafe.key)  # noqa: S311 - nothing to guess here
    days = sorted(draw.choice(_event_days(today)) for _each in range(cafe.records))
    kinds = draw.choices(KINDS, weights=[kind.often for kind in KINDS], k=cafe.records)
    return [_record(cafe, kind, day, draw) for kind, day in zip(kinds, days, strict=True)]


def _event_days(today: date) -> list[date]:
    """Return a Saturday of each of the last twelve months, about thirty days apart."""
    days = [today - timedelta(days=30 * month + 7) for month in range(MONTHS)]
    return [day - timedelta(days=(day.weekday() - 5) % 7) for day in days]


def _record(cafe: Cafe, kind: Kind, day: date, draw: random.Random) -> RepairRecord:
    outcome = _outcome(kind, draw)
    record = RepairRecord(
        partner_product_category=kind.words,
        category=kind.category,
        size=kind.size,
        brand=draw.choice(kind.brands),
        product_age=str(draw.randint(*AGES)) if draw.random() < KNOWS_AGE else "",
        outcome=outcome,
        group_identifier=cafe.title,
        event_date=day,
        problem=draw.choice(kind.problems),
    )
    if outcome == Outcome.END_OF_LIFE:
        record.barrier = draw.choice(list(Barrier))
    if outcome == Outcome.REPAIRABLE:
        record.next_step = draw.choice(list(NextStep))
    if kind.grams is not None and draw.random() < WEIGHED:
        record.weight_grams = round(draw.randint(*kind.grams), -2)
    if outcome == Outcome.FIXED and kind.category.is_powered:
        record.safety_test = SafetyTest.PASSED
    return record


def _outcome(kind: Kind, draw: random.Random) -> Outcome:
    if draw.random() < kind.repaired:
        return Outcome.FIXED
    chance = draw.random()
    if chance < REPAIRABLE:
        return Outcome.REPAIRABLE
    return Outcome.END_OF_LIFE if chance < REPAIRABLE + END_OF_LIFE else Outcome.UNKNOWN
