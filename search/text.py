"""From what somebody typed to the terms that are looked for, better spelt where no document has them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Length

from search.contract import Term
from search.models import SearchWord, Synonym
from search.words import MOST_WORDS, all_words, fold, is_small, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


LONGEST_WORD = 40
SHORTEST_MENDED = 4
# From this length on, a word may differ by two letters; shorter ones by one.
LONG_WORD = 7


def count_words(*, removed: Iterable[str], added: Iterable[str]) -> None:
    """Count the words of the texts of documents that come, and no longer those that go."""
    changes: Counter[str] = Counter()
    for text in added:
        changes.update(_distinct(text))
    for text in removed:
        changes.subtract(_distinct(text))
    # Always in the same order: two writers then wait for one another instead of for ever.
    changed = sorted(word for word, change in changes.items() if change)
    kept = {row.word: row for row in SearchWord.objects.filter(word__in=changed).order_by("word")}
    for word in changed:
        row = kept.setdefault(word, SearchWord(word=word, folded=fold(word)[:LONGEST_WORD], documents=0))
        row.documents = max(row.documents + changes[word], 0)
    _write(list(kept.values()))


def _write(rows: list[SearchWord]) -> None:
    gone = [row.pk for row in rows if row.pk and not row.documents]
    SearchWord.objects.filter(pk__in=gone).delete()
    SearchWord.objects.bulk_update([row for row in rows if row.pk and row.documents], ["documents"])
    new = [row for row in rows if not row.pk and row.documents]
    SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def mend(words: Iterable[str]) -> dict[str, str]:
    """Return a better spelling for those of `words` that no document has: a word of the documents.

    One letter may be wrong, missing, too many or swapped with its neighbour; two in a long word.
    The nearest wins, then the most frequent. One query.
    """
    wanted = {fold(word): word for word in words if len(word) >= SHORTEST_MENDED and not word.isdigit()}
    if not wanted:
        return {}
    near = Q()
    for folded in wanted:
        near |= _may_be_near(folded)
    rows = SearchWord.objects.annotate(length=Length("folded")).filter(near)
    candidates = list(rows.values_list("folded", "word", "documents"))
    known = {folded for folded, _word, _documents in candidates}
    found = {}
    for folded, typed in wanted.items():
        if folded not in known and (best := _nearest(folded, candidates)):
            found[typed] = best
    return found


def _distinct(text: str) -> set[str]:
    return {word for word in all_words(text) if len(word) <= LONGEST_WORD and not word.isdigit()}


def _tolerance(folded: str) -> int:
    return 2 if len(folded) >= LONG_WORD else 1


def _may_be_near(folded: str) -> Q:
    """Words of about the same length that begin alike: hardly anybody misses the first letter of a word."""
    most = _tolerance(folded)
    alike = Q(folded__startswith=folded[0])
    if len(folded) >= LONG_WORD:
        alike |= Q(folded__startswith=folded[1]) | Q(folded__contains=folded[1:4])
    return alike & Q(length__range=(len(folded) - most, len(folded) + most))


def _nearest(folded: str, candidates: list[tuple[str, str, int]]) -> str | None:
    most = _tolerance(folded)
    best: tuple[int, int, str] | None = None
    for other, word, documents in candidates:
        if abs(len(other) - len(folded)) > most:
            continue
        steps = distance(folded, other, most)
        if steps <= most and (best is None or (steps, -documents, word) < best):
            best = (steps, -documents, word)
    return best[2] if best else None


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters to change, add, drop or swap lead from `one` to `other`.

    Damerau's distance in its restricted form (optimal string alignment); above `most`, any greater
    number may come back.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def corrections_of(terms: Sequence[Term]) -> dict[str, str]:
    """Return a better spelling for each typed word that no document has, by typed word. One query.

    Words between quotes and words that have synonyms are right as they are.
    """
    lone = [term for term in terms if not term.exact and len(term.forms) == 1]
    return mend(term.forms[0][0] for term in lone if len(term.forms[0]) == 1)


def corrected_terms(terms: Sequence[Term], corrections: Mapping[str, str]) -> tuple[Term, ...]:
    """Return `terms`, those that have a correction with the better spelling and its synonyms first.

    One query, none without a correction.
    """
    groups = synonym_groups() if corrections else []
    return tuple(_corrected(term, corrections, groups) for term in terms)


def _corrected(term: Term, corrections: Mapping[str, str], groups: Sequence[Group]) -> Term:
    better = corrections.get(term.forms[0][0]) if len(term.forms[0]) == 1 else None
    if better is None or term.exact:
        return term
    (mended,) = terms_of(better, groups)
    return replace(term, forms=(*mended.forms, *term.forms))
