"""From the documents that an engine found to what people read, best first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone
from django.utils.text import capfirst

from .contract import NextDate, Point, SearchResult
from .distance import kilometres
from .documents.sources import still_public
from .highlight import Marker
from .models import SearchDocument
from .moments import MomentFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .contract import Hit, Question


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
