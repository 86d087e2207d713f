"""What a test does between a change and a question."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from modelsearch.backends import get_search_backend

from search.changes import settle
from search.contract import Answer, Question, Term
from search.elasticsearch import current
from search.models import SearchDocument


def seen() -> Any:
    """Follow what changed, and have Elasticsearch show it; return the backend."""
    settle()
    backend: Any = get_search_backend("default")
    backend.es.indices.refresh(index=f"{backend.index_prefix}*")
    return backend


def ask(text: str = "", **asked: Any) -> Answer:
    """Ask Elasticsearch for the words of `text`, each a term of its own."""
    return ask_terms(*(Term(forms=((word,),)) for word in text.split()), **asked)


def ask_terms(*terms: Term, **asked: Any) -> Answer:
    """Ask Elasticsearch for `terms`."""
    return current().run(Question(terms=terms, **{"now": timezone.now(), **asked}))


def titles(answer: Answer) -> list[str]:
    """The titles of what was found, best first."""
    found = dict(SearchDocument.objects.values_list("pk", "title"))
    return [found[hit.document] for hit in answer.hits]
