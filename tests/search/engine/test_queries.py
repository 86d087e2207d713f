"""The queries of `queries.py` on a real Elasticsearch."""

from __future__ import annotations

import pytest

from search.changes import note
from search.models import ChangeTarget
from tests.search.asking import problem_with
from tests.search.corpus import make_corpus
from tests.search.engine.seeing import seen
from tests.search.queries import CASES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
    pytest.mark.usefixtures("backend"),
]


def test_every_query_finds_what_it_must_and_nothing_that_it_must_not() -> None:
    note(ChangeTarget.ENGINE, [f"search.searchdocument:{pk}" for pk in make_corpus()])
    seen()
    problems = {case.text[:60]: problem_with(case) for case in CASES}
    assert {text: problem for text, problem in problems.items() if problem} == {}
