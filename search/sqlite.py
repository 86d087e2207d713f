"""Search in SQLite's own index, in one pass.

Wagtail's SQLite search runs one sub-query for each match, which costs as the square of the matches;
here the full-text table is read once, ranked once, and cut.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import FloatField, Func, Q, TextField
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks

from .hits import NOTHING, Hit, Hits
from .words import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

_SHORTEST_BEGINNING = 4


class WeightedBM25(Func):
    """How well a row matches, smaller is better: a word of the title counts for eight of the text.

    https://www.sqlite.org/fts5.html#the_bm25_function; the weights follow the order of the columns
    of modelsearch's table: autocomplete, body, title.
    """

    output_field = FloatField()

    def as_sql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Return the call, which takes the name of the full-text table."""
        return f"bm25({_full_text_model()._meta.db_table}, 0.0, 1.0, 8.0)", []


class MatchWords(MatchExpression):
    """Rows whose title or text have the words, or words that begin like them."""

    def __init__(self, words: Sequence[str], operator: str) -> None:
        super().__init__(["title", "body"], None)
        self.text = f" {operator.upper()} ".join(_term(word) for word in words)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition; the words are a parameter of it."""
        return self.template, [f"{{{' '.join(self.columns)}}} : ({self.text})"]


def find(
    querysets: Sequence[QuerySet[Any]], words: Sequence[str], *, operator: str, start: int, stop: int
) -> Hits:
    """Return the rows of `querysets` that match `words` (letters and digits only), from `start` to `stop`.

    `operator` is « and » (every word) or « or » (any of them).
    """
    if not words:
        return NOTHING
    matches = (
        _full_text_model()
        .objects.filter(MatchWords(words, operator))
        .filter(reduce(or_, [_within(queryset) for queryset in querysets]))
    )
    ranked = matches.annotate(score=WeightedBM25()).order_by("score", "pk")
    rows = ranked.values_list("index_entry__content_type", "index_entry__object_id", "score")[start:stop]
    types = ContentType.objects
    return Hits(
        total=matches.count(),
        items=[
            Hit(types.get_for_id(content_type).model_class(), pk, -score) for content_type, pk, score in rows
        ],
    )


def _term(word: str) -> str:
    beginning = stem(word)
    # A short word would bring every word that begins like it.
    if len(beginning) < _SHORTEST_BEGINNING:
        return f'"{word}"'
    # The word itself adds to the rank: « Redon » comes before « redonner ».
    return f'("{word}" OR "{beginning}"*)'


def _within(queryset: QuerySet[Any]) -> Q:
    keys = queryset.order_by().annotate(key_as_text=Cast("pk", TextField())).values("key_as_text")
    return Q(
        index_entry__content_type__in=get_descendants_content_types_pks(queryset.model),
        index_entry__object_id__in=keys,
    )


def _full_text_model() -> Any:
    return get_app_config().get_model("SQLiteFTSIndexEntry")
