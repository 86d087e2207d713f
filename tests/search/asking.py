"""Ask as the site does, and read titles: of documents behind which no row need stand."""

from __future__ import annotations

from typing import Any

from search import engines
from search.contract import Answer, SearchQuery
from search.models import SearchDocument
from search.query import understand
from tests.search.queries import Case

TOP = 10


def ask(text: str = "", **asked: Any) -> Answer:
    """Return what the engine of the site answers to a query, understood as the site understands it."""
    understood = understand(SearchQuery(text=text, **asked))
    if understood.is_empty:
        return Answer(total=0)
    return engines.run(understood.question)[1]


def titles(answer: Answer) -> list[str]:
    """Return the titles of what was found, best first."""
    found = dict(SearchDocument.objects.values_list("pk", "title"))
    return [found[hit.document] for hit in answer.hits]


def problem_with(case: Case) -> str:
    """Return what is wrong with what a case finds; nothing when all is right."""
    answer = ask(case.text, filters={key: [value] for key, value in case.filters.items()}, limit=100)
    found = titles(answer)
    if case.nothing:
        return f"found {found[:3]}" if found else ""
    missing = [title for title in case.wanted if title not in found[:TOP]]
    unwanted = [title for title in case.unwanted if title in found]
    wrong_first = [case.first] if case.first and found[:1] != [case.first] else []
    problems = {"missing": missing, "unwanted": unwanted, "not first": wrong_first}
    told = [f"{what}: {names}" for what, names in problems.items() if names]
    return f"{'; '.join(told)}; found {answer.match} {found[:5]}" if told else ""
