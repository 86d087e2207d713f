"""Workshops: what they are about, whom they are for, what they cost, who organises."""

from workshops.models.audience import Accessibility, Accompanied, Language, Level, Topic
from workshops.models.index import WorkshopIndexPage
from workshops.models.price import PriceKind
from workshops.models.workshop import Facilitator, WorkshopPage

__all__ = [
    "Accessibility",
    "Accompanied",
    "Facilitator",
    "Language",
    "Level",
    "PriceKind",
    "Topic",
    "WorkshopIndexPage",
    "WorkshopPage",
]
