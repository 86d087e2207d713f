"""Terms whose words no document has, and the same terms better spelt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .terms import synonym_groups, terms_of
from .vocabulary import mend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .contract import Term
    from .terms import Group


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
