"""What is asked of a document's moments must be true of one moment: when, where, and a seat left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from search.contract import MOMENT_FACETS

if TYPE_CHECKING:
    from search.contract import Question

Clause = dict[str, Any]
PATH = "moments"


def always(question: Question) -> list[Clause]:
    """Return the filters that no facet undoes: the window and the distance, in one moment."""
    if question.window is None and not _is_near(question):
        return []
    return [_nested(_conditions(question))]


def is_chosen(question: Question) -> bool:
    """Say whether a value of a moment's facet is asked."""
    return any(question.filters.get(facet) for facet in MOMENT_FACETS)


def chosen(question: Question) -> list[Clause]:
    """Return the filter that holds when one moment has all that is asked."""
    if not is_chosen(question):
        return []
    return [_nested([*_conditions(question), *_facet_filters(question)])]


def count(question: Question, facet: str, size: int) -> Clause:
    """Return the aggregation that counts documents by the values of their moments.

    A moment counts when it has all that is asked but `facet`.
    """
    matching = [*_conditions(question), *_facet_filters(question, but=facet)]
    values = {
        "terms": {"field": f"{PATH}.{facet}", "size": size},
        "aggs": {"documents": {"reverse_nested": {}}},
    }
    filtered = {"filter": {"bool": {"filter": matching}}, "aggs": {"values": values}}
    return {"nested": {"path": PATH}, "aggs": {"values": filtered}}


def by_date(question: Question) -> Clause:
    """Return the order of the first moment that matches; those without one come last."""
    order = {"order": "asc", "mode": "min", "missing": "_last", "nested": _matching(question)}
    return {f"{PATH}.start": order}


def by_distance(question: Question) -> Clause:
    """Return the order of the nearest moment that matches; those without a point come last."""
    order = {"order": "asc", "mode": "min", "unit": "km", "nested": _matching(question)}
    return {"_geo_distance": {f"{PATH}.location": _point(question), **order}}


def _matching(question: Question) -> Clause:
    conditions = [*_conditions(question), *_facet_filters(question)]
    return {"path": PATH, "filter": {"bool": {"filter": conditions}}}


def _nested(conditions: list[Clause]) -> Clause:
    return {"nested": {"path": PATH, "query": {"bool": {"filter": conditions}}}}


def _is_near(question: Question) -> bool:
    return question.near is not None and question.within_km is not None


def _conditions(question: Question) -> list[Clause]:
    """Return what every moment that matches has: it is not over, it is in the window, it is near."""
    now = question.now.isoformat()
    over = {"range": {f"{PATH}.end": {"lte": now}}}
    conditions: list[Clause] = [{"bool": {"must_not": [over]}}]
    if question.window is not None:
        conditions += [
            {"range": {f"{PATH}.start": {"lt": question.window.end.isoformat()}}},
            {"range": {f"{PATH}.end": {"gt": question.window.start.isoformat()}}},
        ]
    if _is_near(question):
        within = {"distance": f"{question.within_km}km", f"{PATH}.location": _point(question)}
        conditions.append({"geo_distance": within})
    return conditions


def _facet_filters(question: Question, but: str = "") -> list[Clause]:
    return [
        {"terms": {f"{PATH}.{facet}": sorted(question.filters[facet])}}
        for facet in MOMENT_FACETS
        if facet != but and question.filters.get(facet)
    ]


def _point(question: Question) -> dict[str, float]:
    assert question.near is not None  # noqa: S101 - asked by callers that looked
    return {"lat": question.near.latitude, "lon": question.near.longitude}
