"""The queries of `queries.py`, on SQLite, or on PostgreSQL by `make test-postgres`."""

import pytest

from .asking import problem_with
from .corpus import make_corpus
from .queries import CASES, Case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.text[:40]!a}")
def test_a_query_finds_what_it_must_and_nothing_that_it_must_not(case: Case) -> None:
    make_corpus()
    assert problem_with(case) == ""


def test_there_are_sixty_queries_at_least() -> None:
    assert len(CASES) >= 60
