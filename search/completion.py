"""What is offered while somebody types: the pages whose title goes on like that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search import engines
from search.documents.making import still_public
from search.models import SearchDocument
from search.results import type_label
from search.words import MOST_WORDS, all_words, clean_text

if TYPE_CHECKING:
    from typing import TypedDict

    class Suggestion(TypedDict):
        """A page that somebody may mean: its title, its address, and the kind of page it is."""

        title: str
        url: str
        label: str


MOST_SUGGESTIONS = 8
SHORTEST_TEXT = 2


def complete(text: str, limit: int = MOST_SUGGESTIONS) -> list[Suggestion]:
    """Return at most `limit` pages whose title has the words of `text`, the last one perhaps unfinished.

    Five SQL queries at most; nothing for less than SHORTEST_TEXT letters.
    """
    words = all_words(clean_text(text))[:MOST_WORDS]
    if len("".join(words)) < SHORTEST_TEXT:
        return []
    found = list(engines.complete(words, limit))
    documents = SearchDocument.objects.in_bulk(found)
    public = still_public(document.key for document in documents.values())
    shown = [documents[pk] for pk in found if pk in documents and documents[pk].key in public]
    return [{"title": one.title, "url": one.url, "label": type_label(one.type)} for one in shown]
