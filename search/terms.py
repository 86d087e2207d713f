"""From a text to the terms that engines look for, with the synonyms that editors keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .contract import Term
from .models import Synonym
from .words import MOST_WORDS, all_words, fold, is_small, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]*)[\"“”«»]")

Words = tuple[str, ...]
Group = tuple[Words, ...]


def synonym_groups() -> list[Group]:
    """Return the forms of each line of synonyms, in one query."""
    return [synonym.forms() for synonym in Synonym.objects.all()]


def terms_of(text: str, groups: Iterable[Group]) -> tuple[Term, ...]:
    """Return what to look for in `text`, at most MOST_WORDS terms; none when it has no word.

    What stands between quotes is one exact term. A row of words that a group of `groups` has is one
    term with all the forms of the group; the longest row wins. Small words go unless there is
    nothing else.
    """
    exact = [tuple(all_words(quoted)) for quoted in _QUOTED.findall(text)]
    terms = [Term((words,), exact=True) for words in exact if words]
    typed = all_words(_QUOTED.sub(" ", text))
    terms += _with_synonyms(typed, _forms_by_stems(groups))
    telling = [term for term in terms if not _is_small(term)]
    return tuple(dict.fromkeys(telling or terms))[:MOST_WORDS]


def _with_synonyms(typed: Sequence[str], known: dict[Words, Group]) -> list[Term]:
    terms = []
    longest = max(map(len, known), default=1)
    position = 0
    while position < len(typed):
        for length in range(min(longest, len(typed) - position), 0, -1):
            words = tuple(typed[position : position + length])
            forms = known.get(_stems(words), ())
            if forms or length == 1:
                terms.append(Term(tuple(dict.fromkeys((words, *forms)))))
                position += length
                break
    return terms


def _forms_by_stems(groups: Iterable[Group]) -> dict[Words, Group]:
    """Return the forms that stand for each form; a form of two groups brings both."""
    known: dict[Words, Group] = {}
    for group in groups:
        for form in group:
            known[_stems(form)] = (*known.get(_stems(form), ()), *group)
    return known


def _stems(words: Iterable[str]) -> Words:
    return tuple(stem(fold(word)) for word in words)


def _is_small(term: Term) -> bool:
    return not term.exact and len(term.forms) == 1 and all(map(is_small, term.forms[0]))
