"""Workshops: what they are about, whom they are for, what they cost, who organises."""

from .audience import Accessibility, Accompanied, Language, Level
from .index import WorkshopIndexPage
from .price import PriceKind
from .topic import Topic
from .workshop import Facilitator, WorkshopPage

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
