"""From the documents that an engine found to what people read, best first, with the words in sight."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from search.contract import NextDate, Point, SearchResult
from search.documents.making import still_public
from search.models import SearchDocument
from search.places import kilometres
from search.when import MomentFilter
from search.words import all_words, fold, is_small, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.contract import Hit, Question, Term

LENGTH = 200
# Read so far only: an excerpt from the depths of a long page helps nobody.
DEPTH = 5_000
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 5


class Marker:
    """Marks the words of some terms in any text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        words = {fold(word) for term in terms for form in term.forms for word in form if not is_small(word)}
        self._stems = {stem(word) for word in words}
        self._beginnings = tuple(word for word in words if len(word) >= _SHORTEST_BEGINNING)

    def finds(self, word: str) -> bool:
        """Tell whether `word` is one of those, or a form of it."""
        folded = fold(word)
        return stem(folded) in self._stems or folded.startswith(self._beginnings)

    def is_in(self, text: str) -> bool:
        """Tell whether `text` has one of the words."""
        return any(self.finds(word) for word in _WORD.findall(text))

    def mark(self, text: str) -> SafeString:
        """Return `text` as HTML, with <mark> around what was found."""
        pieces, end = [], 0
        for word in _WORD.finditer(text):
            if self.finds(word[0]):
                pieces += [escape(text[end : word.start()]), "<mark>", escape(word[0]), "</mark>"]
                end = word.end()
        pieces.append(escape(text[end:]))
        return mark_safe("".join(pieces).replace("</mark> <mark>", " "))  # noqa: S308  escaped above

    def excerpt(self, excerpt: str, text: str) -> str:
        """Return `excerpt` if it has something to mark; else the piece of `text` that has, if any."""
        if not self._stems or self.is_in(excerpt):
            return excerpt
        found = next((word for word in _WORD.finditer(text[:DEPTH]) if self.finds(word[0])), None)
        return _around(text, found.start()) if found else excerpt


def _around(text: str, position: int) -> str:
    """Return some LENGTH signs of `text` around `position`, cut between words."""
    start = max(position - LENGTH // 3, 0)
    if start:
        start = text.find(" ", start, position) + 1 or position
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", position, end), position)
    piece = text[start:] if end >= len(text) else text[start:end] or text[start : start + LENGTH]
    return f"{'… ' if start else ''}{piece.strip()}{' …' if end < len(text) else ''}"


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


def readable(
    question: Question, hits: Sequence[Hit], pinned: Iterable[str] = ()
) -> tuple[list[SearchResult], dict[str, SearchResult]]:
    """Return the results of `hits` in the same order, and those of the documents whose keys are `pinned`.

    What not everybody may read any more is left out, whatever the index says.
    """
    pinned = list(pinned)
    scores = {hit.document: hit.score for hit in hits}
    found = SearchDocument.objects.filter(pk__in=scores)
    documents = list(found | SearchDocument.objects.filter(key__in=pinned) if pinned else found)
    public = still_public(document.key for document in documents)
    draw = _Drawing(question)
    drawn = {one.pk: draw(one, scores.get(one.pk, 0.0)) for one in documents if one.key in public}
    by_key = {one.key: drawn[one.pk] for one in documents if one.pk in drawn and one.key in pinned}
    results = [drawn[hit.document] for hit in hits if hit.document in drawn]
    return results, by_key


class _Drawing:
    """Draws documents for one question."""

    def __init__(self, question: Question) -> None:
        self.near = question.near
        self.moments = MomentFilter(question)
        self.marker = Marker(question.terms)

    def __call__(self, document: SearchDocument, score: float) -> SearchResult:
        """Return the result of `document`."""
        matching = self.moments.matching(document.moments)
        dates = [moment for moment in matching if moment["start"]]
        excerpt = document.excerpt
        # A title that has the words needs no proof.
        if not (excerpt and self.marker.is_in(document.title)):
            excerpt = self.marker.excerpt(excerpt, document.text)
        point, distance = self._nearest(matching)
        return SearchResult(
            title=document.title,
            url=document.url,
            type=document.type,
            label=type_label(document.type),
            excerpt=excerpt,
            highlighted=self.marker.mark(excerpt),
            score=round(float(score), 4),
            activity=next(iter(document.facets.get("activity", ())), ""),
            next_date=_next_date(min(dates, key=lambda moment: moment["start"])) if dates else None,
            point=point,
            distance_km=distance,
        )

    def _nearest(self, moments: Sequence[Mapping[str, Any]]) -> tuple[Point | None, float | None]:
        """Return the nearest point of `moments` and how far it is; the first one when nothing is near."""
        points = [
            Point(moment["location"]["lat"], moment["location"]["lon"], moment["place"])
            for moment in moments
            if moment["location"]
        ]
        if not points or self.near is None:
            return (points[0] if points else None), None
        far = [(kilometres(self.near, point.latitude, point.longitude), point) for point in points]
        distance, point = min(far, key=lambda one: one[0])
        return point, round(distance, 1)


def _next_date(moment: Mapping[str, Any]) -> NextDate:
    start = timezone.localtime(dt.datetime.fromisoformat(moment["start"]))
    return NextDate(start=start, words=moment["words"])


def type_label(type_: str) -> str:
    """Return what people call a kind of content: « Atelier »."""
    return capfirst(str(apps.get_model(type_)._meta.verbose_name))
