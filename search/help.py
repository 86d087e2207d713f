"""What to try when nothing was found: a wider area, other dates, fewer filters, and what comes next.

It is counted on the database, which has the same documents: a page asks Elasticsearch once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from search import engines
from search.contract import Window
from search.query import answer_to
from search.text import terms_of
from search.when import FAR_AHEAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.contract import Question, SearchResult, SearchResults
    from search.query import Asked, Understood


WIDER_KM = 100
NEXT_DATES = 3


@dataclass(frozen=True)
class WiderSearch:
    """Another question: its words, its address, and how much it finds (never nothing)."""

    label: str
    url: str
    total: int


@dataclass(frozen=True)
class Help:
    """What leads on: `wider` questions that find something, and the `next_dates`, the soonest first."""

    wider: Sequence[WiderSearch]
    next_dates: Sequence[SearchResult]


def help_with(asked: Asked, understood: Understood, found: SearchResults) -> Help:
    """Return what leads on from a question that found nothing."""
    return Help(wider=list(_wider_searches(asked, understood, found)), next_dates=_next_dates(understood))


def _wider_searches(asked: Asked, understood: Understood, found: SearchResults) -> Iterator[WiderSearch]:
    """The widest question is asked first: when its words are nowhere, the others find nothing either."""
    question = understood.question
    if found.suggestion:
        question = replace(question, terms=terms_of(found.suggestion, ()))
    everything = {"when": None, "from": None, "to": None, "near": None, "km": None}
    widest = replace(question, filters={}, window=None, near=None, within_km=None)
    total = _count(widest) if question.terms else 0
    if question.terms and not total:
        return
    number = 0
    for label, url, wider in _wider(asked, question):
        if number := _count(wider):
            yield WiderSearch(label, url, number)
    if total > number:
        url = asked.url(q=understood.text, **everything, **dict.fromkeys(asked.filters))
        yield WiderSearch(_("The same words, everywhere and on any day"), url, total)


def _wider(asked: Asked, question: Question) -> Iterator[tuple[str, str, Question]]:
    near = question.near
    if near and question.within_km and question.within_km < WIDER_KM:
        label = _("Within %(km)d km of %(place)s") % {"km": WIDER_KM, "place": near.label}
        yield label, asked.url(km=WIDER_KM), replace(question, within_km=WIDER_KM)
    if asked.query().when:
        url = asked.url(when=None, **{"from": None, "to": None})
        yield _("On any other day"), url, replace(question, window=None)
    if question.filters:
        yield (
            _("Without the filters"),
            asked.url(**dict.fromkeys(asked.filters)),
            replace(question, filters={}),
        )


def _count(question: Question) -> int:
    _engine, answer = engines.run_on_database(replace(question, sort="relevance", start=0, stop=0, facets=()))
    return 0 if answer.match == "any" else answer.total


def _next_dates(understood: Understood) -> Sequence[SearchResult]:
    """Return what comes next, wherever it is."""
    asked = understood.question
    soon = Window(asked.now, asked.now + FAR_AHEAD)
    question = replace(
        asked, terms=(), filters={}, window=soon, near=None, sort="date", start=0, stop=NEXT_DATES, facets=()
    )
    return answer_to(replace(understood, question=question, text=""), engines.run_on_database).results
